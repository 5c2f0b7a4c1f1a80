"""Weather: now, later and before; warnings; formulas for what the air feels like."""

from datetime import date as day
from math import acos, log, pi, radians, sin, tan
from zlib import crc32

from fcall_helpers.data.actions.model import action, role

BEAUFORT = (1, 6, 12, 20, 29, 39, 50, 62, 75, 89, 103, 118)  # km/h at which each force begins
SKIES = ("clear", "partly cloudy", "overcast", "rain", "fog", "thunderstorm")
KMH = {"kmh": 1.0, "mph": 1.609344, "ms": 3.6, "knots": 1.852}


def toy_forecast(city: str, date: str, scale: str = "celsius") -> dict:
    """The weather of a day in a toy world, in which a hash of place and date decides."""
    seed = crc32(f"{city.lower()}@{date}".encode())
    season = sin((day.fromisoformat(date).timetuple().tm_yday - 105) / 365 * 2 * pi)
    high = 11 + 10 * season + seed % 90 / 10 - 4.5
    shown = round(high if scale == "celsius" else high * 1.8 + 32, 1)
    return {"high": shown, "sky": SKIES[seed // 100 % 6], "rain_chance": seed % 101}


def wind_chill(celsius: float, wind_kmh: float, rounded: bool = False) -> float:
    """What cold air feels like (the North American formula of 2001); mild or calm air feels as it is."""
    felt = celsius
    if celsius <= 10 and wind_kmh >= 4.8:
        felt = 13.12 + 0.6215 * celsius + (0.3965 * celsius - 11.37) * wind_kmh**0.16
    return float(round(felt)) if rounded else round(felt, 1)


def dew_point(celsius: float, humidity: int) -> float:
    """The temperature at which dew forms, by the Magnus formula."""
    if not 1 <= humidity <= 100 or celsius <= -200:
        raise ValueError(f"humidity must be 1 to 100 and celsius above -200, got {humidity} and {celsius}")
    strength = log(humidity / 100) + 17.62 * celsius / (243.12 + celsius)
    return round(243.12 * strength / (17.62 - strength), 1)


def wind_force(speed: float, unit: str = "kmh") -> dict:
    """The force of a wind on the Beaufort scale."""
    if speed < 0:
        raise ValueError(f"speed must be 0 or more, got {speed}")
    return {"force": sum(speed * KMH[unit] >= start for start in BEAUFORT), "kmh": round(speed * KMH[unit], 1)}


def day_length(latitude: float, date: str, unit: str = "hours") -> float:
    """The time from sunrise to sunset, by Cooper's formula for the sun's declination."""
    if not -90 < latitude < 90:
        raise ValueError(f"latitude must be between -90 and 90, got {latitude}")
    tilt = radians(23.45) * sin(2 * pi * (284 + day.fromisoformat(date).timetuple().tm_yday) / 365)
    hours = 24 / pi * acos(max(-1.0, min(1.0, -tan(radians(latitude)) * tan(tilt))))
    return round(hours if unit == "hours" else hours * 60, 2)


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "weather", "day forecast | predict weather | weather outlook | get conditions for date",
        does="""Get the weather of a day.
                Returns the highest temperature, the state of the sky and the chance of rain for a town
                Gives the outlook for a date""",
        asks="look up the forecast | get the weather | check the outlook | find out what the sky will be like",
        questions="What will the weather be like | Do I need an umbrella | How warm does it get | What is the forecast",
        roles=[
            role("city|location|place|town", "city", "in {} | for {} | over in {}", "Town. | Name of the place",
                 required=True),
            role("date|day|on|forecast_date", "date", "on {} | for {} | for the day of {}",
                 "Day, YYYY-MM-DD. | Date of the forecast", required=True),
            role("scale|temperature_unit|units|degrees", "choice", "in {} | using {} | with temperatures in {}",
                 "Temperature scale. | Unit of the degrees", default="celsius",
                 says={"celsius": "Celsius | degrees Celsius", "fahrenheit": "Fahrenheit | degrees Fahrenheit"}),
        ],
        fn=toy_forecast,
    ),
    action(
        "weather", "wind chill | feels like temperature | perceived cold | apparent temperature",
        does="""Compute the wind chill.
                Tells how cold the air feels from its temperature and the speed of the wind
                Calculates the felt temperature""",
        asks="""compute the wind chill | work out the felt temperature | find out how cold it feels
                calculate what the air feels like""",
        questions="How cold does it feel | What is the wind chill | What would the air feel like",
        roles=[
            role("celsius|temperature|air_temperature|temp_c", "celsius",
                 "at {} | when the air is at {} | with the thermometer showing {}",
                 "Air temperature in °C. | Degrees Celsius", required=True, within=(-30, 9)),
            role("wind_kmh|wind_speed|wind|speed_kmh", "speed_kmh",
                 "with a wind of {} | in a wind blowing at {} | with gusts of {}",
                 "Wind speed in km/h. | How fast the wind blows, km/h", required=True, within=(5, 90)),
            role("rounded|as_integer|whole_degrees", "flag", "{}", "Whether to round. | True for whole degrees",
                 default=False,
                 says={True: "in whole degrees | rounded to full degrees", False: "with a decimal | unrounded"}),
        ],
        fn=wind_chill,
    ),
    action(
        "weather", "dew point | condensation temperature | compute dewpoint",
        does="""Compute the dew point.
                Returns the temperature at which the moisture of the air condenses
                Calculates the dew point from temperature and humidity""",
        asks="""compute the dew point | work out where dew forms | find the condensation temperature
                calculate at which temperature water condenses""",
        questions="What is the dew point | At which temperature does dew form | When does it condense",
        roles=[
            role("celsius|air_temp|temperature_c|dry_bulb", "celsius",
                 "for air at {} | at a temperature of {} | with {} in the room",
                 "Air temperature in °C. | Dry-bulb temperature, Celsius", required=True, within=(1, 38)),
            role("humidity|relative_humidity|rh|moisture", "percentage",
                 "with a humidity of {} | at {} relative humidity | and {} moisture in the air",
                 "Relative humidity in percent. | Humidity, 1 to 100", required=True, within=(15, 98)),
        ],
        fn=dew_point,
    ),
    action(
        "weather", "wind force | beaufort number | classify wind | to beaufort",
        does="""Classify the strength of a wind.
                Converts a wind speed into its force on the Beaufort scale
                Tells the Beaufort number""",
        asks="""classify the wind | find the Beaufort number | convert a wind speed to Beaufort
                get the force of the wind""",
        questions="Which force does the wind have | What is it on the Beaufort scale | How strong is the wind",
        roles=[
            role("speed|wind_speed|velocity|measured_speed", "number",
                 "at a speed of {} | blowing at {} | with a reading of {}",
                 "Wind speed in the given unit. | Reading of the instrument", required=True, within=(2, 150)),
            role("unit|speed_unit|measured_in|units", "choice", "in {} | measured in {} | the unit being {}",
                 "Unit of the speed. | What the instrument shows", default="kmh",
                 says={"kmh": "kilometres per hour | km/h", "mph": "miles per hour | mph",
                       "ms": "metres per second | m/s", "knots": "knots | kn"}),
        ],
        fn=wind_force,
    ),
    action(
        "weather", "day length | daylight duration | hours of sun | compute daylight",
        does="""Compute the length of the day.
                Returns the time from sunrise to sunset at a latitude on a date
                Tells how long it stays light""",
        asks="""compute the length of the day | work out how long it stays light | find the hours of daylight
                calculate the daylight""",
        questions="How long is the day | How many hours of light are there | How long does it stay light",
        roles=[
            role("latitude|lat|degrees_north|position_lat", "latitude",
                 "at latitude {} | on the parallel {} | with a latitude of {}",
                 "Latitude in degrees, south negative. | Position, -90 to 90", required=True),
            role("date|on_date|calendar_day|day", "date", "on {} | for {} | the date being {}",
                 "Day, YYYY-MM-DD. | Date in ISO format", required=True),
            role("unit|result_unit|output_unit|in_units", "choice", "in {} | given in {} | counted in {}",
                 "Unit of the answer. | Hours or minutes", default="hours",
                 says={"hours": "hours | decimal hours", "minutes": "minutes | plain minutes"}),
        ],
        fn=day_length,
    ),
    action(
        "weather", "current observation | weather now | station reading | live conditions",
        does="""Read the current weather at a point.
                Returns what the nearest station measures: temperature, wind, pressure, rain
                Fetches live conditions for coordinates""",
        asks="""read the weather station | get the current conditions | see what the weather is right now
                fetch a live reading""",
        questions="What is the weather right now | What does the nearest station measure | What are the conditions",
        roles=[
            role("position|coordinates|location|point", "coordinates", "at {} | for the point {} | close to {}",
                 "Point with latitude and longitude. | Where to measure, decimal degrees", required=True),
            role("radius_km|search_radius|max_distance|station_range", "distance_km",
                 "from a station within {} | no farther off than {} | looking {} around it",
                 "Farthest station, km. | Search radius, kilometres", within=(5, 200)),
            role("units|unit_system|measurement_system|system", "choice", "in {} | using {} | with {}",
                 "System of units. | Units of the values", default="metric",
                 says={"metric": "metric units | the metric system",
                       "imperial": "imperial units | the imperial system"}),
            role("include_pressure|with_pressure|barometer", "flag", "{}",
                 "Whether to add the pressure. | True to include the barometer",
                 says={True: "along with the air pressure | including the barometer",
                       False: "without the air pressure | leaving out the barometer"}),
        ],
    ),
    action(
        "weather", "past weather | historical climate | weather archive | query records",
        does="""Look up past weather.
                Returns daily measurements of a place for a period in the past
                Queries the climate archive""",
        asks="look up the past weather | query the weather archive | get the climate records | see how the weather was",
        questions="What was the weather like | How warm was it back then | What do the records say",
        roles=[
            role("place|city|station|location_name", "city_country", "in {} | for {} | at the station of {}",
                 "Place as 'City, Country'. | Where it was measured", required=True),
            role("start_date|from_date|since|begin", "start_date", "from {} | since {} | starting {}",
                 "First day, YYYY-MM-DD. | Start of the period", required=True),
            role("end_date|to_date|until|finish", "end_date", "to {} | until {} | through {}",
                 "Last day, YYYY-MM-DD. | End of the period", required=True),
            role("variable|measure|quantity|element", "choice", "showing {} | asking for {} | with regard to {}",
                 "What was measured. | Variable of the record", default="temperature",
                 says={"temperature": "the temperature | how warm it was", "rain": "the rainfall | the precipitation",
                       "wind": "the wind | the wind speed", "sunshine": "the sunshine | the hours of sun"}),
            role("aggregate|statistic|summary|reduce_to", "choice", "as {} | reduced to {}",
                 "How to sum it up. | Statistic over the period",
                 says={"mean": "the mean | an average", "max": "the maximum | the highest value",
                       "min": "the minimum | the lowest value", "total": "a total | the sum"}),
        ],
        rising="start_date end_date",
    ),
    action(
        "weather", "subscribe warnings | weather alert | storm notification | add storm watch",
        does="""Subscribe to weather warnings.
                Sends a message when a kind of dangerous weather is expected in a region
                Sets up an alert for storms, frost and the like""",
        asks="subscribe to weather warnings | set up a weather alert | arrange a warning | get storm notices",
        roles=[
            role("region|state|area|district", "us_state", "for {} | concerning {} | covering {}",
                 "State. | Region to watch, name in full", required=True),
            role("hazard|event|danger|warning_type", "choice", "about {} | in case of {} | whenever there is {}",
                 "Danger. | Kind of weather to warn of", required=True,
                 says={"storm": "a storm | heavy wind", "frost": "frost | a freeze",
                       "heat": "extreme heat | a heat wave", "flood": "flooding | high water",
                       "snow": "heavy snow | a snowstorm"}),
            role("phone|mobile|send_to|number", "phone", "by text to {} | to the number {} | on the phone {}",
                 "Phone to warn, with country code. | Mobile number, E.164"),
            role("lead_hours|notice_hours|hours_before|in_advance", "duration_hours",
                 "warning me {} ahead | with a notice of {} | at least {} in advance",
                 "Hours of notice. | How long before the event, hours", within=(1, 40)),
            role("min_level|severity|threshold|level", "choice", "from {} upwards | starting at {}",
                 "Least level. | Severity from which to warn", default="yellow",
                 says={"yellow": "level yellow | the yellow level", "orange": "level orange | the orange level",
                       "red": "level red | the red level"}),
        ],
    ),
]
