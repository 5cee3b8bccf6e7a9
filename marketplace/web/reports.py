"""Reports of errors, for whoever has them mailed: where the code failed, never what it held.

Django hides what looks like a password. Here a variable may hold the price of a sealed bid, and
what is posted, all of an offer; so outside development no value is shown at all.
"""

from typing import Any

from django.utils.datastructures import MultiValueDict
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter


class NoValues(SafeExceptionReporterFilter):
    """Names of variables and of posted fields, each with stars for its value."""

    def get_post_parameters(self, request: Any) -> Any:
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return MultiValueDict({name: [self.cleansed_substitute] for name in request.POST})

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]


class Report(ExceptionReporter):
    """Django's, without the names of the files that were sent."""

    def get_traceback_data(self) -> dict[str, Any]:
        data: dict[str, Any] = super().get_traceback_data()
        if self.filter.is_active(self.request):
            data["request_FILES_items"] = []
        return data
