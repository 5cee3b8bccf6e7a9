"""What a firm does: its words, and the categories that they suggest."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from marketplace.reference.suggesting import categories_for
from vendors.views.firm import FirmEditView
from vendors.views.registration import RegistrationStepView

WORDS = ("description_fr", "description_en")


class SuggestsCategories:
    """The button named ``suggest`` ticks the categories that fit the words. Nothing is kept yet."""

    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "suggest" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        typed = {name: request.POST.get(name, "") for name in WORDS}
        suggested = categories_for(" ".join(typed.values()))
        ticked = {*request.POST.getlist("categories"), *request.POST.getlist("more"), *suggested}
        form = self.get_form_class()(initial={**typed, "categories": sorted(ticked)})  # type: ignore[attr-defined]
        context = self.get_context_data(form=form, suggested=suggested, was_asked=True)  # type: ignore[attr-defined]
        return self.render_to_response(context)  # type: ignore[attr-defined]


class ActivitiesStepView(SuggestsCategories, RegistrationStepView):
    step = "activities"


class ActivitiesEditView(SuggestsCategories, FirmEditView):
    step = "activities"
