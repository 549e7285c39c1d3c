"""Every form carries, with the mark against forgery, whose page it is on: see whose_page.py.

Read by every template in place of Django's own `csrf_token`, so that no form can be without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template import Library
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ringback.web import whose_page

if TYPE_CHECKING:
    from django.template.base import Parser, Token
    from django.template.context import Context

register = Library()


class FormMarks(CsrfTokenNode):
    """Django's own mark, and ours behind it."""

    def render(self, context: Context) -> SafeString:
        """Both, or Django's alone where one person has the computer."""
        forgery = SafeString(super().render(context))
        if not (mark := whose_page.mark(getattr(context, "request", None))):
            return forgery
        own = format_html('<input type="hidden" name="{}" value="{}">', whose_page.FIELD, mark)
        return SafeString(forgery + own)


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> FormMarks:
    """The marks of a form."""
    return FormMarks()
