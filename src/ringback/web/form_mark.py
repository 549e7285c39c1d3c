"""Every form carries, with the mark against forgery, whose page it is on: see whose_page.py.

Read by every template in place of Django's own `csrf_token`, so that no form can be without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template import Library
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from ringback.web import whose_page

if TYPE_CHECKING:
    from django.template.base import Parser, Token
    from django.template.context import Context
    from django.utils.safestring import SafeString

register = Library()


class FormMarks(CsrfTokenNode):
    """Django's own mark, and ours behind it."""

    def render(self, context: Context) -> SafeString:
        """Both, or Django's alone where one person has the computer."""
        forgery = format_html("{}", super().render(context))
        if not (mark := whose_page.mark(getattr(context, "request", None))):
            return forgery
        own = '{}<input type="hidden" name="{}" value="{}">'
        return format_html(own, forgery, whose_page.FIELD, mark)


@register.tag
def csrf_token(_parser: Parser, _token: Token) -> FormMarks:
    """The marks of a form."""
    return FormMarks()
