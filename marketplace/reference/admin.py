"""Code lists and legal parameters, the only things an operator edits as rows."""

from django.contrib import admin

from marketplace.reference.models import Category, LegalParameter


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin[Category]):
    list_display = ["code", "level", "label_fr", "label_en", "cpv", "is_featured"]
    list_filter = ["level", "is_featured"]
    search_fields = ["code", "label_fr", "label_en"]


@admin.register(LegalParameter)
class LegalParameterAdmin(admin.ModelAdmin[LegalParameter]):
    list_display = ["key", "value", "valid_from", "valid_to", "source"]
    list_filter = ["key"]
