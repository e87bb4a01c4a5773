"""What the head of a page says twice: to the window, and to search machines and social networks."""

import html
import json

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
# Django's rule for JSON in a page (json_script): no `</script>` in the data can end the block.
ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


class Keep(template.Node):
    """The rendered words between its tags, kept under a name: a block can stand in a template only once."""

    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 (rendered by a template)
        return SafeString("")


@register.tag
def keep(parser: template.base.Parser, token: template.base.Token) -> Keep:
    """{% keep page_title %}{% block title %}{% endblock %}{% endkeep %}, then {{ page_title }} as often as needed."""
    name = token.split_contents()[1]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return Keep(name, nodelist)


@register.filter
def before_bar(title: str) -> SafeString:
    """The page's own part of its title: "Privacy" of "Privacy | #ChildSafetyON"."""
    return mark_safe(title.partition(" | ")[0])  # noqa: S308 (a part of what `keep` rendered)


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context) -> SafeString:
    """Who runs the site and what this page is, for search machines: schema.org, nothing that the page does not say."""
    site, canonical = context["site"], context["canonical"]
    home = f"{site['origin']}/"
    organization = {"@type": "Organization", "@id": f"{home}#organization", "name": site["controller"], "url": home}
    website = {"@type": "WebSite", "@id": f"{home}#site", "url": home, "name": site["name"]}
    page = {"@type": "WebPage", "@id": f"{canonical}#page", "url": canonical, "isPartOf": {"@id": website["@id"]}}
    page |= {"name": _plain(context["page_title"]), "description": _plain(context["page_description"])}
    page |= {"inLanguage": context["language"]["code"]}
    website |= {"inLanguage": list(settings.LIVE_LANGUAGES), "publisher": {"@id": organization["@id"]}}
    return _script({"@context": "https://schema.org", "@graph": [organization, website, page]})


@register.simple_tag(takes_context=True)
def crumbs_json_ld(context: template.Context, parent_url: str, parent_name: str) -> SafeString:
    """The way to this page, home first, as the breadcrumbs show it."""
    origin, code = context["site"]["origin"], context["language"]["code"]
    steps = [
        (context["site"]["name"], f"{origin}/{code}/"),
        (parent_name, origin + parent_url),
        (_plain(before_bar(context["page_title"])), context["canonical"]),
    ]
    items = [
        {"@type": "ListItem", "position": number, "name": str(name), "item": address}
        for number, (name, address) in enumerate(steps, start=1)
    ]
    return _script({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


def _plain(words: str) -> str:
    """Words of a template without the signs that HTML needs."""
    return html.unescape(words)


def _script(data: dict[str, object]) -> SafeString:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped above)
