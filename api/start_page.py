"""The start page: what this is, how large the log is, and where to go on."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.service import OpenService

_PAGES = Environment(
    loader=PackageLoader("api", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def start(service: OpenService) -> str:
    """The start page."""
    head = service.log.head()
    page = _PAGES.get_template("start.html")
    return page.render(records=f"{head.size:,}", root=head.root.hex())
