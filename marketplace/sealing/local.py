"""Custody inside the calling process: for one machine, and for the tests."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import IntegrityError, transaction
from django.db.models.functions import Greatest

from marketplace import canonical
from marketplace.clock import database_now, now
from marketplace.sealing import wrap
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
from marketplace.sealing.evidence import CopyAccess, Opening
from marketplace.sealing.master import MasterKey
from marketplace.sealing.models import KeyPurpose, SealingKey

FRESH = timedelta(minutes=15)  # how long a proof of identity is good for reading a submitted bid


class LocalCustody:
    """Private keys in ``SealingKey``, wrapped under the master key of this process's settings."""

    def create_tender_key(
        self, name: str, *, not_before: datetime, openers_required: int, awaits_scores: bool
    ) -> None:
        self._create(
            name,
            purpose=KeyPurpose.TENDER,
            not_before=not_before,
            openers_required=openers_required,
            awaits_scores=awaits_scores,
        )
        self.postpone(name, not_before=not_before)

    def create_copy_key(self, name: str) -> None:
        self._create(name, purpose=KeyPurpose.COPY)

    def postpone(self, name: str, *, not_before: datetime) -> None:
        tender_keys = SealingKey.objects.filter(name=name, purpose=KeyPurpose.TENDER)
        if not tender_keys.update(not_before=Greatest("not_before", not_before)):
            raise NoSuchKey(name)

    def release(
        self, name: str, wrapped: WrappedKey, *, binding: Binding, opening: Opening
    ) -> bytes:
        key = _find(name, KeyPurpose.TENDER, wrapped)
        _require_past_deadline(key)
        _require_officers(key, opening)
        _require_record(key, opening)
        return self._unwrap(key, wrapped, binding)

    def release_copy(
        self, name: str, wrapped: WrappedKey, *, binding: Binding, access: CopyAccess
    ) -> bytes:
        key = _find(name, KeyPurpose.COPY, wrapped)
        _require_live_session(key, access)
        if binding.part != DRAFT:
            _require_fresh_proof(key, access)
        return self._unwrap(key, wrapped, binding)

    def _create(self, name: str, **columns: Any) -> None:
        if SealingKey.objects.filter(name=name).exists():
            return
        private_key, public_key = wrap.generate()
        key = SealingKey(name=name, public_key=public_key, created_at=now(), **columns)
        key.wrapped_private_key = self._master().seal(private_key, context=_context(key))
        try:
            with transaction.atomic():
                key.save(force_insert=True)
        except IntegrityError:  # another process made it between the question and the answer
            if not SealingKey.objects.filter(name=name).exists():
                raise

    def _unwrap(self, key: SealingKey, wrapped: WrappedKey, binding: Binding) -> bytes:
        private_key = self._master().open(bytes(key.wrapped_private_key), context=_context(key))
        return wrap.unwrap(wrapped.sealed, private_key, info=binding.encode())

    def _master(self) -> MasterKey:
        return MasterKey(settings.SEALING_MASTER_KEY_FILE)


def _context(key: SealingKey) -> bytes:
    """What a wrapped private key is bound to: it can't be moved to another row."""
    return canonical.dumps(
        {"name": key.name, "purpose": key.purpose, "suite": key.suite, "public": key.fingerprint}
    )


def _find(name: str, purpose: KeyPurpose, wrapped: WrappedKey) -> SealingKey:
    key = SealingKey.objects.filter(name=name, purpose=purpose).first()
    if key is None or key.fingerprint != wrapped.fingerprint:
        raise NoSuchKey(name)
    return key


def _require_past_deadline(key: SealingKey) -> None:
    """Both clocks, so that setting back one of them opens nothing."""
    clock = min(now(), database_now())
    if key.not_before is None or clock <= key.not_before:
        raise TooEarly(key.name, not_before=key.not_before or clock, clock=clock)


def _require_officers(key: SealingKey, opening: Opening) -> None:
    given = len({person for person in opening.opened_by if person})
    if given < key.openers_required:
        raise NotApproved(key.name, required=key.openers_required, given=given)


def _require_record(key: SealingKey, opening: Opening) -> None:
    needed = {"tender.closed": opening.closed_event, "seal.open": opening.opening_event}
    if key.awaits_scores:
        needed["scores.technical.locked"] = opening.scores_event
    for event, reference in needed.items():
        if not reference:
            raise NotRecorded(key.name, event=event)


def _require_live_session(key: SealingKey, access: CopyAccess) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    session = store(access.session).load() if access.session else {}
    if not access.person or session.get(SESSION_KEY) != access.person:
        raise NoLiveSession(key.name)


def _require_fresh_proof(key: SealingKey, access: CopyAccess) -> None:
    at = now()
    if access.confirmed_at is None or not at - FRESH <= access.confirmed_at <= at:
        raise ProofTooOld(key.name)
