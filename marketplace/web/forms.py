"""How forms look: one renderer, so that no template lays out a field by hand."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Fields and error summaries from ``marketplace/templates/forms/``."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"
