"""A key never changes, and the moment before which it may not be used only moves forward."""

from django.db import migrations

GUARD = """
CREATE FUNCTION sealing_key_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.not_before > clock_timestamp() THEN
            RAISE EXCEPTION 'sealing key % cannot be deleted before %', OLD.name, OLD.not_before
                USING ERRCODE = 'check_violation', CONSTRAINT = 'sealing_key_kept_while_in_use';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.not_before < OLD.not_before
        OR (NEW.not_before IS NULL) <> (OLD.not_before IS NULL) THEN
        RAISE EXCEPTION 'sealing key %: not_before only grows', OLD.name
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealing_key_not_before_only_grows';
    END IF;
    OLD.not_before := NEW.not_before;
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'sealing key %: only not_before may change', OLD.name
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealing_key_never_changes';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER sealing_key_guard BEFORE UPDATE OR DELETE ON sealing_sealingkey
    FOR EACH ROW EXECUTE FUNCTION sealing_key_guard();

-- ALWAYS: it also fires in a session that set session_replication_role.
ALTER TABLE sealing_sealingkey ENABLE ALWAYS TRIGGER sealing_key_guard;
"""

NO_GUARD = """
DROP TRIGGER sealing_key_guard ON sealing_sealingkey;
DROP FUNCTION sealing_key_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("sealing", "0001_keys")]

    operations = [migrations.RunSQL(GUARD, NO_GUARD)]
