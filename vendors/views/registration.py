"""Registering a firm, in short steps that can be left and resumed."""

from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.enterprises.port import Finding, look_up
from marketplace.errors import DomainError
from marketplace.web.views.private import PrivateMixin
from vendors.actions.vendor import keep_registration, register_vendor
from vendors.forms.firm import STEPS, DeclarationForm, StepForm
from vendors.models import Registration, Vendor
from vendors.queries.details import details_from
from vendors.queries.firms import LABELS, shown_details
from vendors.queries.joining import firm_with_number, firms_named_like
from vendors.queries.register import filled_from


class RegisterView(TemplateView):
    """What registering takes, for anybody; and where one left off."""

    template_name = "vendors/register.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        begun = Registration.objects.filter(user=user.pk).first()
        return super().get_context_data(
            begun=begun,
            onward=f"vendors:register_{next_step(begun)}",
            firms=Vendor.objects.of(user),
            **kwargs,
        )


def next_step(registration: Registration | None) -> str:
    """The first step without an answer."""
    answers = registration.answers if registration else {}
    return next((step for step in STEPS if step not in answers), "confirm")


class RegistrationMixin(PrivateMixin):
    """A step of one's own registration."""

    step = ""

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def registration(self) -> Registration | None:
        return Registration.objects.filter(user=self.person).first()

    @property
    def answers(self) -> dict[str, Any]:
        return self.registration.answers if self.registration else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = list(LABELS)
        steps = [
            {"label": label, "view": f"vendors:register_{name}", "is_known": name in self.answers}
            for name, label in LABELS.items()
        ]
        place = names.index(self.step) + 1
        return super().get_context_data(  # type: ignore[misc]
            steps=steps, place=place, label=LABELS[self.step], **kwargs
        )


def finding_of(registration: Registration | None) -> Finding | None:
    """What the enterprise register said of the number, if it was asked."""
    return Finding(**registration.finding) if registration and registration.finding else None


class RegistrationStepView(RegistrationMixin, FormView):
    """One form; its answers are kept, and the next step follows."""

    def get_template_names(self) -> list[str]:
        return [f"vendors/register_{self.step}.html", "vendors/register_step.html"]

    def get_form_class(self) -> type[StepForm]:
        return STEPS[self.step]

    def get_initial(self) -> dict[str, Any]:
        start = {"email": self.person.email} if self.step == "contact" else {}
        filled = filled_from(self.registration.finding) if self.registration else {}
        return {**start, **filled.get(self.step, {}), **self.answers.get(self.step, {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(finding=finding_of(self.registration), **kwargs)

    def form_valid(self, form: StepForm) -> HttpResponse:
        return self.onward(form.answers())

    def onward(self, answers: dict[str, Any], finding: Finding | None = None) -> HttpResponse:
        """Keep the answers; to the first step without any."""
        registration = keep_registration(
            step=self.step, answers=answers, actor=self.person, at=now(), finding=finding
        )
        return redirect(f"vendors:register_{next_step(registration)}")

    def form_invalid(self, form: StepForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class NumberStepView(RegistrationStepView):
    """The number is looked up in the enterprise register, which fills in what follows."""

    step = "number"

    def form_valid(self, form: StepForm) -> HttpResponse:
        answers = form.answers()
        finding = look_up(answers["neq"]) if answers["neq"] else None
        onward = self.onward(answers, finding)
        known = firm_with_number(answers["neq"])
        return redirect("vendors:join", known.public_id) if known else onward


class FirmStepView(RegistrationStepView):
    """The name, and whether a firm of nearly that name is here already: asked once."""

    step = "firm"

    def form_valid(self, form: StepForm) -> HttpResponse:
        answers = form.answers()
        near = firms_named_like(answers["legal_name"], answers["trade_name"])
        if near and "looked_at" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, near=near))
        return self.onward(answers)


class RegistrationConfirmView(RegistrationMixin, FormView):
    """Everything on one page, and the declaration."""

    template_name = "vendors/register_confirm.html"
    form_class = DeclarationForm
    step = "confirm"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and next_step(self.registration) != "confirm":
            return redirect(f"vendors:register_{next_step(self.registration)}")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        details = shown_details(details_from(self.answers))
        return super().get_context_data(details=details, **kwargs)

    def form_valid(self, form: DeclarationForm) -> HttpResponse:
        try:
            vendor = register_vendor(
                details=details_from(self.answers),
                actor=self.person,
                at=now(),
                finding=finding_of(self.registration),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        return redirect("vendors:firm", vendor.public_id)

    def form_invalid(self, form: DeclarationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
