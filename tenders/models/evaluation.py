"""Judging bids: declarations of interest, individual notes, consensus."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.transitions import stamped_when
from tenders.models.bid import Bid
from tenders.models.buyer import Buyer
from tenders.models.criterion import Criterion
from tenders.models.tender import Tender
from tenders.states import AFTER_NOTES, EVALUATION, EvaluationStatus


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def seating(self, user: Any) -> "EvaluationQuerySet":
        """Evaluations this person sits on."""
        return self.filter(evaluators__user=user.pk, evaluators__recused_at__isnull=True)


class Evaluation(models.Model):
    """The judging of one tender by a small committee."""

    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="evaluation")
    status = models.CharField(
        max_length=15, choices=EvaluationStatus.choices, default=EvaluationStatus.DECLARATIONS
    )
    created_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            stamped_when(
                "evaluation_locked_has_its_moment", "locked_at", [EvaluationStatus.LOCKED]
            ),
        ]
        triggers = [EVALUATION.guard("evaluation_status_follows_the_table")]

    def __str__(self) -> str:
        return f"{self.tender.number}"


class EvaluatorQuerySet(models.QuerySet["Evaluator"]):
    def sitting(self) -> "EvaluatorQuerySet":
        """Seats that still count: neither recused nor replaced."""
        return self.filter(recused_at__isnull=True)


class Evaluator(models.Model):
    """One person's seat on a committee. Nothing of the bids shows before the declaration.

    ``interest`` says what ties there are; whoever declares one is recused. Whoever
    is replaced by the buyer is recused too, without an interest.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="evaluators")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evaluations"
    )
    is_chair = models.BooleanField(default=False)
    declared_at = models.DateTimeField(null=True)
    interest = models.TextField(_("ties with a bidder"), max_length=2000, blank=True)
    recused_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True, help_text=_("when the notes were handed in"))

    objects = EvaluatorQuerySet.as_manager()

    class Meta:
        ordering = ["-is_chair", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "user"], name="evaluator_sits_once"),
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=Q(is_chair=True, recused_at__isnull=True),
                name="evaluation_has_one_chair",
            ),
            models.CheckConstraint(
                name="evaluator_declares_before_handing_in_notes",
                condition=Q(submitted_at__isnull=True) | Q(declared_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


_NOTE = {
    "max_digits": 5,
    "decimal_places": 2,
    "null": True,
    "validators": [MinValueValidator(0), MaxValueValidator(100)],
}


class ScoreQuerySet(models.QuerySet["Score"]):
    def visible_to(self, user: Any) -> "ScoreQuerySet":
        """Twin of ``tenders.view_score``: one's own, the committee's from the consensus on.

        Once the evaluation is locked, the buyer's people read them all.
        """
        seats = Evaluator.objects.sitting().filter(user=user.pk, declared_at__isnull=False)
        committee = Q(
            evaluator__evaluation__in=seats.values("evaluation"),
            evaluator__evaluation__status__in=AFTER_NOTES,
        )
        judged = Q(
            bid__tender__buyer__in=Buyer.objects.of(user).values("pk"),
            evaluator__evaluation__locked_at__isnull=False,
        )
        return self.filter(Q(evaluator__user=user.pk) | committee | judged).exclude(
            bid__tender__in=Tender.objects.tied_to(user).values("pk")
        )


class Score(models.Model):
    """One evaluator's note (0 to 100) and comment for one bid on one criterion.

    A draft until the sheet is handed in, so the note may be missing. ``version``
    counts the saves of the evaluator's notes on this bid: a stale one is refused.
    """

    evaluator = models.ForeignKey(Evaluator, on_delete=models.PROTECT, related_name="scores")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    note = models.DecimalField(_("note"), **_NOTE)  # type: ignore[arg-type]
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    noted_at = models.DateTimeField()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evaluator", "bid", "criterion"], name="score_once_per_evaluator"
            ),
            models.CheckConstraint(
                name="score_is_between_0_and_100", condition=Q(note__gte=0, note__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note}"


class ConsensusScore(models.Model):
    """The committee's note and comment for one bid on one criterion; the firm reads both.

    A draft until the evaluation is locked. ``version`` counts the saves, as in ``Score``.
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="consensus_scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    note = models.DecimalField(_("note"), **_NOTE)  # type: ignore[arg-type]
    comment = models.TextField(_("comment for the bidder"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "criterion"], name="consensus_once"),
            models.CheckConstraint(
                name="consensus_is_between_0_and_100", condition=Q(note__gte=0, note__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note}"
