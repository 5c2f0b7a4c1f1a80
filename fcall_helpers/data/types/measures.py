"""Measured quantities. The description fixes the unit, so "5 feet" stays 5.0 where the schema says feet."""

from fcall_helpers.data.types.base import SemanticType, define, distinct
from fcall_helpers.data.types.draws import measure
from fcall_helpers.data.types.numberwords import digits, grouped, words


def _forms(x: float, short: str, one: str, many: str) -> list[str]:
    """5.0: "5 km", "5 kilometers", "five kilometers", "5.0 km"; never bare, since a request tells its unit.

    ``short`` holds its own space or none.
    """
    unit = one if x == 1 else many
    said = "" if x % 1 == 0.75 else words(x)  # "three quarters kilometers" is no English
    if x == 0.5:
        said, unit = "half", f"a{'n' * (one[0] in 'aeiou')} {one}"
    elif 0 < x < 1:
        said = ""
    figures = digits(x)
    exact = f"{x!r}{short}" if x == int(x) else ""
    apart = grouped(x)
    long = f"{apart} {many}" if apart != figures else ""
    return distinct(figures + short, f"{figures} {unit}", long, said and f"{said} {unit}", exact)


def _measured(name: str, bounds: tuple, unit: str, names: str, descriptions: str, phrases: str) -> SemanticType:
    """``unit`` is "short;singular;plural"; the descriptions must name it, since a strict schema has only the number."""
    short, one, many = unit.split(";")
    draw = measure(*bounds)
    return define(name, "number", draw, lambda x: _forms(x, short, one, many), names, descriptions, phrases)


_FAR = "for a distance of {} | over {} | covering {} | with a distance of {} | for {}"
_LONG = "with a length of {} | measuring {} | of {} | that is {} long"
_TALL = "with a height of {} | for a height of {} | measuring {} in height | at a height of {}"
_HEAVY = "weighing {} | with a weight of {} | at a weight of {} | of {}"
_WARM = "at {} | at a temperature of {} | to {} | with the temperature at {}"
_FAST = "at {} | at a speed of {} | moving at {} | with a speed of {}"
_WIDE = "with an area of {} | covering {} | of {} | for an area of {}"
_FULL = "with a volume of {} | holding {} | of {} | for a volume of {}"
_BYTES = "with a size of {} | of {} | taking up {}"

MEASURES: tuple[SemanticType, ...] = (
    _measured(
        "distance_km",
        (0.5, 6000),
        " km;kilometer;kilometers",
        "distance_km distance radius_km route_length range_km",
        "Distance in kilometers | Distance (km) | How far, in km | The distance to cover, in kilometers",
        _FAR,
    ),
    _measured(
        "distance_miles",
        (0.5, 3000),
        " mi;mile;miles",
        "distance_miles miles radius_miles distance mileage",
        "Distance in miles | Distance (mi) | How far, in miles | Radius of the search in miles",
        _FAR,
    ),
    _measured(
        "length_m",
        (0.5, 900),
        " m;meter;meters",
        "length width depth length_m side_length",
        "Length in meters | Size in m | The length, in meters | Meters, may be fractional",
        _LONG,
    ),
    _measured(
        "length_cm",
        (0.5, 300),
        " cm;centimeter;centimeters",
        "length_cm width_cm diameter_cm circumference_cm",
        "Length in centimeters | Size in cm | Measured length (cm)",
        _LONG,
    ),
    _measured(
        "length_inches",
        (0.5, 120),
        " in;inch;inches",
        "length_inches screen_size width_in inches",
        "Size in inches | Length (inches) | How long it is, in inches",
        _LONG,
    ),
    _measured(
        "height_feet",
        (0.5, 900),
        " ft;foot;feet",
        "height_ft height elevation_ft altitude_feet",
        "Height in feet | Height (ft) | How high, in feet | Elevation above the ground, in feet",
        _TALL,
    ),
    _measured(
        "height_cm",
        (45, 215),
        " cm;centimeter;centimeters",
        "height_cm height body_height stature_cm",
        "Height in centimeters | Body height in cm | How tall, in cm",
        _TALL,
    ),
    _measured(
        "altitude_m",
        (1, 8800),
        " m;meter;meters",
        "altitude elevation altitude_m height_m summit_height",
        "Altitude in meters | Height above sea level in meters | Elevation (m)",
        "at an altitude of {} | at {} | for an elevation of {} | {} above sea level",
    ),
    _measured(
        "weight_kg",
        (0.5, 400),
        " kg;kilogram;kilograms",
        "weight_kg weight mass body_weight mass_kg load_kg",
        "Weight in kilograms | Mass in kg | Weight (kg) | How heavy it is, in kilograms",
        _HEAVY,
    ),
    _measured(
        "weight_lb",
        (0.5, 900),
        " lb;pound;pounds",
        "weight_lbs weight pounds package_weight",
        "Weight in pounds | Weight (lb) | How heavy the item is, in pounds",
        _HEAVY,
    ),
    _measured(
        "weight_g",
        (0.5, 3000),
        " g;gram;grams",
        "weight_grams grams mass_g portion_g serving_size",
        "Weight in grams | Grams | Portion in grams | Mass (g)",
        _HEAVY,
    ),
    _measured(
        "celsius",
        (-40, 250),
        "°C;degree Celsius;degrees Celsius",
        "temperature temperature_celsius temp_c target_temperature oven_temp",
        "Temperature in degrees Celsius | Temperature (°C) | Target temperature, in Celsius",
        _WARM,
    ),
    _measured(
        "fahrenheit",
        (-30, 480),
        "°F;degree Fahrenheit;degrees Fahrenheit",
        "temperature_f temperature temp_fahrenheit thermostat_setting",
        "Temperature in degrees Fahrenheit | Temperature (°F) | Setting in Fahrenheit",
        _WARM,
    ),
    _measured(
        "kelvin",
        (1, 3000),
        " K;kelvin;kelvins",
        "temperature_k temperature absolute_temperature temp_kelvin",
        "Absolute temperature in kelvin | Temperature (K) | Temperature of the system in kelvins",
        _WARM,
    ),
    _measured(
        "speed_kmh",
        (1, 320),
        " km/h;kilometer per hour;kilometers per hour",
        "speed speed_kmh average_speed wind_speed velocity_kmh",
        "Speed in kilometers per hour | Speed (km/h) | How fast, in km/h",
        _FAST,
    ),
    _measured(
        "speed_mph",
        (1, 200),
        " mph;mile per hour;miles per hour",
        "speed_mph speed max_speed speed_limit",
        "Speed in miles per hour | Speed (mph) | How fast, in mph",
        _FAST,
    ),
    _measured(
        "velocity",
        (0, 1200),
        " m/s;meter per second;meters per second",
        "velocity initial_velocity speed_ms v0 final_velocity",
        "Velocity in meters per second | Velocity (m/s) | Starting velocity in m/s",
        "at {} | with a velocity of {} | moving at {} | with an initial velocity of {}",
    ),
    _measured(
        "area_m2",
        (1, 4000),
        " m²;square meter;square meters",
        "area area_sqm floor_area surface_area living_space",
        "Area in square meters | Floor area (m²) | Size of the surface, in square meters",
        _WIDE,
    ),
    _measured(
        "area_sqft",
        (50, 9000),
        " sq ft;square foot;square feet",
        "square_feet area_sqft floor_space home_size",
        "Area in square feet | Size (sq ft) | Floor space in square feet",
        _WIDE,
    ),
    _measured(
        "volume_l",
        (0.5, 900),
        " L;liter;liters",
        "volume volume_liters capacity liters tank_size",
        "Volume in liters | Capacity (L) | How much it holds, in liters",
        _FULL,
    ),
    _measured(
        "volume_ml",
        (1, 5000),
        " ml;milliliter;milliliters",
        "volume_ml dose_ml amount_ml milliliters",
        "Volume in milliliters | Dose in ml | Amount of liquid (ml)",
        _FULL,
    ),
    _measured(
        "angle",
        (0, 360),
        "°;degree;degrees",
        "angle angle_degrees rotation heading tilt launch_angle",
        "Angle in degrees | Rotation (degrees) | Heading, 0 to 360 degrees",
        "at an angle of {} | at {} | rotated by {} | with an angle of {}",
    ),
    _measured(
        "frequency_hz",
        (1, 20_000),
        " Hz;hertz;hertz",
        "frequency frequency_hz sample_rate pitch_hz",
        "Frequency in hertz | Frequency (Hz) | Rate in Hz",
        "at {} | at a frequency of {} | with a frequency of {} | tuned to {}",
    ),
    _measured(
        "power_w",
        (1, 9000),
        " W;watt;watts",
        "power power_watts wattage max_power load_w",
        "Power in watts | Wattage (W) | Electrical power, in watts",
        "at {} | with a power of {} | drawing {} | using {}",
    ),
    _measured(
        "energy_kwh",
        (0.5, 4000),
        " kWh;kilowatt-hour;kilowatt-hours",
        "energy_kwh consumption energy_used monthly_usage",
        "Energy in kilowatt-hours | Consumption (kWh) | Electricity used, in kWh",
        "with {} | using {} | for a consumption of {} | at {}",
    ),
    _measured(
        "pressure_hpa",
        (300, 1100),
        " hPa;hectopascal;hectopascals",
        "pressure pressure_hpa air_pressure",
        "Pressure in hectopascals | Air pressure (hPa)",
        "at {} | at a pressure of {} | under {}",
    ),
    _measured(
        "data_mb",
        (1, 8000),
        " MB;megabyte;megabytes",
        "size_mb max_size_mb file_size memory_mb",
        "Size in megabytes | Size (MB) | How large the file is, in MB",
        _BYTES,
    ),
    _measured(
        "data_gb",
        (0.5, 4000),
        " GB;gigabyte;gigabytes",
        "size_gb storage_gb ram_gb disk_space data_plan_gb",
        "Size in gigabytes | Storage (GB) | Amount of data in GB",
        _BYTES,
    ),
    _measured(
        "voltage",
        (0.5, 480),
        " V;volt;volts",
        "voltage volts supply_voltage input_voltage",
        "Voltage in volts | Supply voltage (V) | Electric potential, in volts",
        "at {} | with a voltage of {} | running on {} | supplied with {}",
    ),
)
