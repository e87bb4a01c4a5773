"""The share sheet for pages whose view knows nothing about it."""

from django import template

from petitions import sharing

register = template.Library()


@register.simple_tag
def share_sheet(url: str) -> sharing.Sheet:
    """{% share_sheet canonical as share %}: this page's address, and the links that carry it."""
    return sharing.sheet(url)
