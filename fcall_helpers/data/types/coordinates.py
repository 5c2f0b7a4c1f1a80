"""Points on the Earth, as objects, pairs and single numbers. South and west are negative."""

from random import Random

from fcall_helpers.data.types.base import SemanticType, define


def _draw_latitude(rng: Random) -> float:
    return round(rng.uniform(-80, 80), rng.choice((1, 2, 4, 4)))


def _draw_longitude(rng: Random) -> float:
    return round(rng.uniform(-180, 180), rng.choice((1, 2, 4, 4)))


def _side(x: float, plus: str, minus: str) -> str:
    return f"{abs(x)}° {plus if x >= 0 else minus}"


def _half(plus: str, minus: str):
    def forms(x: float) -> list[str]:
        return [repr(x), _side(x, plus, minus), f"{abs(x)} degrees {plus if x >= 0 else minus}"]

    return forms


def pair_forms(lat: float, lon: float) -> list[str]:
    """Ways to say a point on the Earth; west and south are the negative sides."""
    return [
        f"{lat}, {lon}",
        f"latitude {lat}, longitude {lon}",
        f"({lat}, {lon})",
        f"lat {lat}, lon {lon}",
        f"{_side(lat, 'N', 'S')}, {_side(lon, 'E', 'W')}",
    ]


def _latlng(rng: Random) -> dict:
    return {"latitude": _draw_latitude(rng), "longitude": _draw_longitude(rng)}


COORDINATES: tuple[SemanticType, ...] = (
    define(
        "latitude",
        {"type": "number", "minimum": -90, "maximum": 90},
        _draw_latitude,
        _half("N", "S"),
        "latitude lat",
        "Latitude in decimal degrees, north positive | Latitude (-90 to 90) | Degrees north, negative for south",
        "at latitude {} | with latitude {} | at a latitude of {}",
    ),
    define(
        "longitude",
        {"type": "number", "minimum": -180, "maximum": 180},
        _draw_longitude,
        _half("E", "W"),
        "longitude lon lng long",
        "Longitude in decimal degrees, east positive | Longitude (-180 to 180) | Degrees east, negative for west",
        "at longitude {} | with longitude {} | and a longitude of {}",
    ),
    define(
        "coordinates",
        {
            "type": "object",
            "properties": {"latitude": {"type": "number"}, "longitude": {"type": "number"}},
            "required": ["latitude", "longitude"],
        },
        _latlng,
        lambda point: pair_forms(point["latitude"], point["longitude"]),
        "coordinates location position center gps",
        "Point as latitude and longitude in decimal degrees | GPS coordinates, south and west negative | The position",
        "at {} | for {} | around {} | near {}",
    ),
    define(
        "lat_lon",
        {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        lambda rng: [*_latlng(rng).values()],
        lambda point: pair_forms(*point),
        "coordinates point location lat_lon center",
        "[latitude, longitude] in decimal degrees | Coordinates as two numbers: latitude, longitude (south, west < 0)",
        "at {} | for {} | around {} | near {}",
    ),
)
