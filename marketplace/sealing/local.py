"""Custody inside the calling process: what the sealer runs, and what unit tests use."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Greatest

from marketplace.accounts.proof import is_fresh
from marketplace.clock import database_now, now
from marketplace.sealing import evidence, keys, master, wrap
from marketplace.sealing.binding import DRAFT, Binding
from marketplace.sealing.envelope import WrappedKey
from marketplace.sealing.errors import (
    NoLiveSession,
    NoSuchKey,
    NotApproved,
    NotRecorded,
    ProofTooOld,
    TooEarly,
)
from marketplace.sealing.evidence import CopyAccess, TenderRecord
from marketplace.sealing.master import MasterKey
from marketplace.sealing.models import KeyPurpose, SealingKey


class LocalCustody:
    """Private keys in ``SealingKey``, wrapped under the master key of this process's settings."""

    def ping(self) -> None:
        """It is always there."""

    def create_tender_key(self, name: str, **conditions: Any) -> None:
        self._create(name, purpose=KeyPurpose.TENDER, **conditions)
        self.postpone(name, not_before=conditions["not_before"])

    def create_copy_key(self, name: str) -> None:
        self._create(name, purpose=KeyPurpose.COPY)

    def postpone(self, name: str, *, not_before: Any) -> None:
        tender_keys = SealingKey.objects.filter(name=name, purpose=KeyPurpose.TENDER)
        if not tender_keys.update(not_before=Greatest("not_before", not_before)):
            raise NoSuchKey(key=name)

    def release(self, name: str, wrapped: WrappedKey, *, binding: Binding) -> bytes:
        key = _find(name, KeyPurpose.TENDER, wrapped)
        record = evidence.tender_record(keys.owner(name))
        _require_past_deadline(key)
        _require_event(key, record, evidence.CLOSED)
        _require_officers(key, record)
        _require_event(key, record, evidence.OPENING)
        if key.awaits_scores:
            _require_event(key, record, evidence.NOTES_LOCKED)
        return self._unwrap(key, wrapped, binding)

    def release_copy(
        self, name: str, wrapped: WrappedKey, *, binding: Binding, access: CopyAccess
    ) -> bytes:
        key = _find(name, KeyPurpose.COPY, wrapped)
        _require_member(key, binding, access)
        return self._unwrap(key, wrapped, binding)

    def _create(self, name: str, **columns: Any) -> None:
        if SealingKey.objects.filter(name=name).exists():
            return
        private_key, public_key = wrap.generate()
        key = SealingKey(name=name, public_key=public_key, created_at=now(), **columns)
        key.wrapped_private_key = self._master().seal(private_key, context=key.context)
        try:
            with transaction.atomic():
                key.save(force_insert=True)
        except IntegrityError:  # another process made it between the question and the answer
            if not SealingKey.objects.filter(name=name).exists():
                raise

    def _unwrap(self, key: SealingKey, wrapped: WrappedKey, binding: Binding) -> bytes:
        private_key = self._master().open(bytes(key.wrapped_private_key), context=key.context)
        return wrap.unwrap(wrapped.sealed, private_key, info=binding.encode())

    def _master(self) -> MasterKey:
        return master.load(settings.SEALING_MASTER_KEY_FILE)


def _find(name: str, purpose: KeyPurpose, wrapped: WrappedKey) -> SealingKey:
    key = SealingKey.objects.filter(name=name, purpose=purpose).first()
    if key is None or key.fingerprint != wrapped.fingerprint:
        raise NoSuchKey(key=name)
    return key


def _require_past_deadline(key: SealingKey) -> None:
    """Both clocks, so that setting back one of them opens nothing."""
    clock = min(now(), database_now())
    not_before = key.not_before
    if not_before is None or clock <= not_before:
        limit = (not_before or clock).isoformat()
        raise TooEarly(key=key.name, not_before=limit, clock=clock.isoformat())


def _require_officers(key: SealingKey, record: TenderRecord) -> None:
    given = len(record.approved_by)
    if given < key.openers_required:
        raise NotApproved(key=key.name, required=key.openers_required, given=given)


def _require_event(key: SealingKey, record: TenderRecord, event: str) -> None:
    if event not in record.events:
        raise NotRecorded(key=key.name, event=event)


def _require_member(key: SealingKey, binding: Binding, access: CopyAccess) -> None:
    visit = evidence.visit(access.session)
    if visit is None or visit.person != access.person:
        raise NoLiveSession(key=key.name)
    if not evidence.belongs_to_firm(visit.person, keys.owner(key.name)):
        raise NoLiveSession(key=key.name)
    if binding.part != DRAFT and not is_fresh(visit.proved_at, now()):
        raise ProofTooOld(key=key.name)
