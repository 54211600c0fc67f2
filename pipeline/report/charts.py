"""The report's charts as Vega-Lite specifications; the page fills their named data from the events that are shown."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias

from pipeline.errors import UsageError
from pipeline.report.lexicon import report_lexicon

INSTALL = "pip install 'altair>=6.3,<7' 'vl-convert-python>=1.9'"
"""What brings the packages of the extra `report`."""

try:
    import altair as alt
    import vl_convert
except ImportError as missing:
    raise UsageError(f"the report's charts need packages that are not installed: {INSTALL}") from missing

Spec: TypeAlias = dict[str, Any]
"""A Vega-Lite specification as plain JSON values."""

LABEL_PIXELS = 180
MANY_EVENTS = 40  # of one type at one place: the largest mark
WORLD = 5.5  # width of the equal-earth projection of the whole world at scale 1, and a little margin


def charts() -> dict[str, Spec]:
    """Every chart by name: the same at every call, without data, and with nothing that is loaded from elsewhere."""
    return {"map": event_map(), "timeline": time_line(), "actors": top_actors(), "pairs": who_to_whom()}


def event_map() -> Spec:
    """Events over outlines of countries: points where a place is known, areas where only a region or country is.

    Data: countries (GeoJSON features); areas (features with properties what, type, n); points (latitude, longitude,
    what, type, n). The parameters lon, lat (degrees) and zoom (1: the whole world) say what is in view.
    """
    countries = alt.Chart(alt.NamedData("countries")).mark_geoshape(style="land")
    areas = (
        alt.Chart(alt.NamedData("areas"))
        .mark_geoshape(style="area")
        .encode(
            alt.Color("properties.type:N", scale=_colours(), legend=None),
            tooltip=[alt.Tooltip(f"properties.{name}:N", title=title) for name, title in _TOLD.items()],
        )
    )
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(style="event")
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            color=alt.Color("type:N", scale=_colours(), legend=_LEGEND),
            shape=alt.Shape("type:N", scale=_shapes(), legend=_LEGEND),
            size=alt.Size(
                "n:Q", scale=alt.Scale(type="sqrt", domain=[1, MANY_EVENTS], range=[45, 450], clamp=True), legend=None
            ),
            tooltip=[alt.Tooltip(f"{name}:N", title=title) for name, title in _TOLD.items()],
        )
    )
    seen = [alt.param(name="lon", value=0), alt.param(name="lat", value=0), alt.param(name="zoom", value=1)]
    layers = alt.layer(*(_in_view(layer) for layer in (countries, areas, points))).add_params(*seen)
    return _spec(layers.resolve_legend(color="independent", shape="independent"))


def _in_view(layer: alt.Chart) -> alt.Chart:
    """The layer under the projection that all layers share."""
    return layer.project(
        type="equalEarth",
        rotate=alt.ExprRef("[-lon, 0, 0]"),
        center=alt.ExprRef("[0, lat]"),
        scale=alt.ExprRef(f"zoom * width / {WORLD}"),
        translate=alt.ExprRef("[width / 2, height / 2]"),
    )


def time_line() -> Spec:
    """Events by time and type. Data: timeline (day, type, n); the page sets the unit of time that fits the span."""
    bars = (
        alt.Chart(alt.NamedData("timeline"))
        .mark_bar()
        .encode(
            alt.X("day:T", timeUnit="utcyearmonth", title=None),
            alt.Y("n:Q", title="events", axis=alt.Axis(tickMinStep=1)),
            alt.Color("type:N", scale=_colours(), legend=_LEGEND),
            tooltip=[alt.Tooltip("day:T", timeUnit="utcyearmonth", title="when"), "type:N", "n:Q"],
        )
    )
    return _spec(bars, height=220)


def top_actors() -> Spec:
    """The actors that take part in most events. Data: actors (actor, type, n); the page sets the height."""
    bars = (
        alt.Chart(alt.NamedData("actors"))
        .mark_bar()
        .encode(
            alt.Y("actor:N", sort="-x", title=None, axis=alt.Axis(**_NAMES)),
            alt.X("n:Q", title="events", axis=alt.Axis(tickMinStep=1)),
            alt.Color("type:N", scale=_colours(), legend=None),
            tooltip=["actor:N", "type:N", "n:Q"],
        )
    )
    return _spec(bars)


def who_to_whom() -> Spec:
    """How often one actor acts on another. Data: pairs (from, to, n); the page sets the height."""
    base = alt.Chart(alt.NamedData("pairs")).encode(
        alt.X("to:N", title=None, axis=alt.Axis(**_NAMES, labelAngle=-90, orient="top")),
        alt.Y("from:N", title=None, axis=alt.Axis(**_NAMES)),
        tooltip=[alt.Tooltip("from:N", title="who"), alt.Tooltip("to:N", title="to whom"), "n:Q"],
    )
    cells = base.mark_rect(style="cell").encode(
        alt.Opacity("n:Q", scale=alt.Scale(domainMin=0, range=[0.15, 0.75]), legend=None)
    )
    counts = base.mark_text(style="count").encode(alt.Text("n:Q"))
    return _spec(alt.layer(cells, counts))


@cache
def vega_bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script (vega, vegaLite, vegaEmbed), of the version that Altair writes."""
    return str(vl_convert.javascript_bundle(vl_version=alt.SCHEMA_VERSION.rpartition(".")[0]))  # type: ignore[call-arg]


# A name's brackets (country, years) stand on a line of their own, so that they are not cut off.
_NAMES: dict[str, Any] = {
    "labelLimit": LABEL_PIXELS,
    "labelOffset": -5,
    "labelExpr": "split(replace(datum.label, ' (', '\\n('), '\\n')",
}
_TOLD = {"what": "place", "type": "type", "n": "events"}
_LEGEND = alt.Legend(title=None, orient="bottom", labelLimit=LABEL_PIXELS, symbolOpacity=1)


def _colours() -> alt.Scale:
    return _scale("colour")


def _shapes() -> alt.Scale:
    return _scale("shape")


def _scale(quality: str) -> alt.Scale:
    kinds = report_lexicon()["types"]
    return alt.Scale(domain=[kind["name"] for kind in kinds], range=[kind[quality] for kind in kinds])


def _spec(chart: Any, *, height: int = 300) -> Spec:  # noqa: ANN401 - Altair's charts of any kind
    """The chart as wide as its place on the page, without Altair's own look: the page has its own."""
    spec: Spec = chart.properties(width="container", height=height).to_dict()
    return {key: value for key, value in spec.items() if key not in ("config", "$schema")}
