from django.views.generic import TemplateView
class CheckView(TemplateView):
    pass
