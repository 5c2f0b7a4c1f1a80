"""Physics: falling and braking, energy, circuits, heat, light and sound, pressure."""

import math

from fcall_helpers.data.actions.model import action, role

GRAVITY = {"earth": 9.81, "moon": 1.62, "mars": 3.72, "jupiter": 24.79}  # m/s²
HEAT = {"water": 4186.0, "aluminum": 897.0, "copper": 385.0, "iron": 449.0, "olive_oil": 1970.0}  # J/(kg K)
DENSITY = {"fresh_water": 998.0, "sea_water": 1025.0, "mercury": 13546.0, "gasoline": 745.0}  # kg/m³
WAVE_SPEED = {"sound_in_air": 343.0, "sound_in_water": 1480.0, "light": 299_792_458.0}  # m/s
FRICTION = {"dry": 0.75, "wet": 0.45, "snow": 0.25, "ice": 0.1}  # tires on asphalt


def free_fall(height: float, body: str = "earth") -> dict:
    """How long a thing falls, and how fast it is when it lands, without air."""
    g = GRAVITY[body]
    return {"seconds": round(math.sqrt(2 * height / g), 3), "impact_speed": round(math.sqrt(2 * g * height), 3)}


def stopping_distance(speed: float, surface: str = "dry", reaction_time: int = 1) -> float:
    """Meters a car goes until it stands: the driver's reaction and the braking."""
    v = speed / 3.6
    return round(v * reaction_time + v * v / (2 * FRICTION[surface] * GRAVITY["earth"]), 1)


def displacement(initial_velocity: float, acceleration: float, seconds: int, decelerating: bool = False) -> dict:
    """Way and final speed under constant acceleration."""
    a = -acceleration if decelerating else acceleration
    return {
        "displacement": round(initial_velocity * seconds + a * seconds**2 / 2, 3),
        "final_velocity": round(initial_velocity + a * seconds, 3),
    }


def kinetic_energy(mass: float, velocity: float, unit: str = "J") -> float:
    """Energy of motion."""
    return float(f"{mass * velocity**2 / 2 / {'J': 1, 'kJ': 1e3, 'Wh': 3600}[unit]:.8g}")


def ohms_law(voltage: float, resistance: float) -> dict:
    """Current and power in a resistor."""
    if resistance == 0:
        raise ValueError("ohms_law: resistance must be above 0 ohm")
    return {"current": round(voltage / resistance, 5), "power": round(voltage**2 / resistance, 4)}


def heating_energy(mass: float, start_temp: float, end_temp: float, material: str = "water") -> float:
    """Kilojoules that warm (or, below zero, must leave) a body."""
    return round(mass * HEAT[material] * (end_temp - start_temp) / 1000, 3)


def thin_lens(focal_length: float, object_distance: float, diverging: bool = False) -> dict:
    """Where a thin lens puts the image, and how large."""
    f = -focal_length if diverging else focal_length
    if object_distance == f:
        raise ValueError("thin_lens: an object in the focal point has its image at infinity")
    image = f * object_distance / (object_distance - f)
    return {"image_distance": round(image, 4), "magnification": round(-image / object_distance, 4)}


def wavelength(frequency: float, wave: str) -> float:
    """Length of a wave in meters."""
    if frequency <= 0:
        raise ValueError(f"wavelength: frequency must be above 0 Hz, got {frequency}")
    return float(f"{WAVE_SPEED[wave] / frequency:.7g}")


def pressure_at_depth(depth: float, liquid: str = "fresh_water", include_air: bool = False) -> float:
    """Pressure in kilopascals below the surface of a liquid."""
    return round(DENSITY[liquid] * GRAVITY["earth"] * depth / 1000 + (101.325 if include_air else 0), 3)


def running_cost(power: float, hours: float, price_per_kwh: float = 0.3, devices: int = 1) -> dict:
    """What an appliance uses and costs."""
    energy = power * hours * devices / 1000
    return {"kwh": round(energy, 3), "cost": round(energy * price_per_kwh, 2)}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "physics", "free fall | drop time | falling object | simulate drop",
        does="""Computes how long an object falls and how fast it lands.
                Free fall from a height, no air resistance
                Simulates dropping something from rest and returns the time and the speed at impact""",
        asks="""work out a free fall | simulate dropping a ball | find the fall time of a dropped stone
                compute the impact of something falling""",
        questions="How long does a dropped object fall | How fast is a stone when it lands",
        roles=[
            role("height|drop_height|h|altitude_m", "altitude_m",
                 "from a height of {} | falling {} | dropped from {}",
                 "Height of the drop in meters. | How far it falls (m)", required=True, within=(2, 500)),
            role("body|planet|celestial_body|where", "choice", "on {} | under the gravity of {}",
                 "Whose gravity to use. | Planet or moon on which it happens", default="earth",
                 says={"earth": "Earth | the Earth", "moon": "the Moon", "mars": "Mars", "jupiter": "Jupiter"}),
        ],
        fn=free_fall,
    ),
    action(
        "physics", "stopping distance | braking distance | brake length | car stop estimate",
        does="""Estimates the distance a car needs to stop.
                Stopping distance in meters
                Adds the way driven while the driver reacts to the way under braking""",
        asks="""estimate the stopping distance of a car | work out how far a car goes before it stands still
                calculate a braking distance | check how soon a car comes to a halt""",
        questions="How far does a car go until it stops | What is the stopping distance",
        roles=[
            role("speed|speed_kmh|velocity|initial_speed", "speed_kmh", "at {} | going {} | traveling at a speed of {}",
                 "Speed in km/h. | How fast the car goes, in kilometers per hour", required=True, within=(20, 180)),
            role("surface|road|road_condition|conditions", "choice", "on {} | driving on {}",
                 "State of the road. | Surface under the tires", default="dry",
                 says={"dry": "a dry road | dry asphalt", "wet": "a wet road | wet asphalt",
                       "snow": "packed snow", "ice": "ice | an icy road"}),
            role("reaction_time|reaction_s|driver_delay", "duration_seconds",
                 "with a reaction time of {} | for a driver who takes {} to react | given {} to react",
                 "Reaction time in seconds. | Seconds until the driver brakes", default=1, within=(1, 3)),
        ],
        fn=stopping_distance,
    ),
    action(
        "physics", "displacement | uniform acceleration | kinematics | motion under acceleration",
        does="""Distance and final speed under constant acceleration.
                Kinematics in one dimension
                Finds how far a body moves, and how fast it ends up, when its acceleration stays the same""",
        asks="""calculate the displacement of a body | solve a motion problem | work out how far an object moves
                do the kinematics""",
        questions="How far does the body get | What is the displacement",
        roles=[
            role("initial_velocity|v0|start_speed|u", "velocity",
                 "with an initial velocity of {} | starting at {} | from an initial {}",
                 "Velocity at the start in m/s. | Initial velocity (m/s)", required=True, within=(1, 60)),
            role("acceleration|a|accel", "ratio",
                 "changing by {} m/s² | with an acceleration of {} m/s² | where a is {} m/s²",
                 "Size of the acceleration in m/s². | Acceleration", required=True),
            role("seconds|time|t|elapsed", "duration_seconds",
                 "for {} | after {} | over a time of {}",
                 "Time in seconds. | How long the motion lasts, in whole seconds", required=True, within=(1, 120)),
            role("decelerating|braking|slowing", "flag", "{}",
                 "The acceleration slows the body down. | Whether it loses speed", default=False,
                 says={True: "while slowing down | as it brakes", False: "while speeding up | as it gains speed"}),
        ],
        fn=displacement,
    ),
    action(
        "physics", "kinetic energy | energy of motion | moving mass energy",
        does="""Calculates the kinetic energy of a moving body.
                KE = ½mv²
                Returns how much energy a mass has because it moves""",
        asks="""calculate the kinetic energy of an object | find how much energy a moving body has
                compute the energy of motion | put a number on the energy of a moving thing""",
        questions="What is the kinetic energy of an object | How much energy does a moving body have",
        roles=[
            role("mass|m|mass_kg|body_mass", "weight_kg",
                 "with a mass of {} | weighing {} | for a mass of {}",
                 "Mass in kilograms. | How heavy the body is (kg)", required=True),
            role("velocity|v|speed_ms|speed", "velocity",
                 "moving at {} | with a velocity of {} | at a speed of {}",
                 "Velocity in meters per second. | Speed (m/s)", required=True, within=(1, 120)),
            role("unit|energy_unit|output_unit", "choice", "{}",
                 "Unit of the answer. | J, kJ or Wh", default="J",
                 says={"J": "in joules", "kJ": "in kilojoules", "Wh": "in watt-hours"}),
        ],
        fn=kinetic_energy,
    ),
    action(
        "physics", "ohms law | circuit current | resistor load | current through resistor",
        does="""Finds the current through a resistor and the power it turns into heat.
                Ohm's law
                From voltage and resistance, returns amperes and watts""",
        asks="""apply Ohm's law | find the current in a circuit | work out current and power in a resistor
                calculate the amps""",
        questions="What current flows | How many amps go through a resistor",
        roles=[
            role("voltage|v|volts|supply", "voltage",
                 "at {} | with {} across it | on a supply of {}",
                 "Voltage in volts. | Potential difference across the resistor (V)", required=True,
                 within=(1.5, 400)),
            role("resistance|r|ohms|load", "number",
                 "with a resistance of {} ohms | through {} ohms | given a load of {} ohms",
                 "Resistance in ohms. | Resistance (Ω)", required=True, within=(1, 2000)),
        ],
        fn=ohms_law,
    ),
    action(
        "physics", "heating energy | heat required | thermal energy | warm up energy",
        does="""Energy needed to bring a material from one temperature to another.
                Q = m·c·ΔT, in kilojoules
                Computes how much heat a body takes up or gives off when its temperature changes""",
        asks="""calculate the heat needed | find the energy to change a temperature | work out the thermal energy
                compute how many kilojoules a temperature change takes""",
        questions="How much energy does it take to change the temperature | How many kilojoules are needed",
        roles=[
            role("mass|mass_kg|amount|m", "weight_kg",
                 "for a mass of {} | with {} of it | given a mass of {}",
                 "Mass in kilograms. | How much material there is (kg)", required=True, within=(0.5, 50)),
            role("start_temp|t_initial|from_temperature", "celsius",
                 "from {} | starting at {} | with a starting temperature of {}",
                 "Temperature at the beginning in °C. | Start in degrees Celsius", required=True, within=(5, 40)),
            role("end_temp|t_final|to_temperature", "celsius",
                 "to {} | ending at {} | with a final temperature of {}",
                 "Temperature at the end in °C. | Goal in degrees Celsius", required=True, within=(45, 100)),
            role("material|substance|medium", "choice", "if the material is {} | using {} | where the substance is {}",
                 "What is heated. | Material, which sets the specific heat", default="water",
                 says={"water": "water", "aluminum": "aluminum | aluminium", "copper": "copper", "iron": "iron",
                       "olive_oil": "olive oil"}),
        ],
        fn=heating_energy,
        rising="start_temp end_temp",
    ),
    action(
        "physics", "thin lens | lens image | image distance | optics lens",
        does="""Locates the image that a thin lens makes.
                Thin lens equation
                Gives the distance and the magnification of the image of an object in front of a lens""",
        asks="""find the image of a lens | solve the thin lens equation | work out where a lens puts the image
                locate an image behind a lens""",
        questions="Where is the image of a thin lens | How far from the lens is the image",
        roles=[
            role("focal_length|f|focus_cm", "length_cm",
                 "with a focal length of {} | where f is {} | given a focal length of {}",
                 "Focal length in centimeters. | f (cm)", required=True, within=(2, 60)),
            role("object_distance|d_o|distance_to_object", "length_cm",
                 "for an object {} away | with the object at {} | with an object distance of {}",
                 "Distance from object to lens in centimeters. | Object distance (cm)", required=True,
                 within=(3, 150)),
            role("diverging|concave|is_diverging", "flag", "{}",
                 "The lens spreads light. | True for a diverging lens", default=False,
                 says={True: "using a diverging lens | with a concave lens",
                       False: "using a converging lens | with a convex lens"}),
        ],
        fn=thin_lens,
    ),
    action(
        "physics", "wavelength | wave length from frequency | frequency to wavelength",
        does="""Converts a frequency to a wavelength in meters.
                λ = v/f
                Calculates how long one cycle of a sound or light wave is""",
        asks="""find the wavelength of a wave | convert a frequency to a wavelength | work out how long a wave is
                compute a wavelength""",
        questions="What is the wavelength | How long is one wave",
        roles=[
            role("frequency|f|freq_hz|hertz", "frequency_hz",
                 "at {} | with a frequency of {} | oscillating at {}",
                 "Frequency in hertz. | Cycles per second", required=True, within=(20, 20000)),
            role("wave|wave_type|medium|propagation", "choice", "for {} | in the case of {} | considering {}",
                 "What kind of wave it is. | Sets the speed of the wave", required=True,
                 says={"sound_in_air": "sound in air", "sound_in_water": "sound under water | sound in water",
                       "light": "light | an electromagnetic wave"}),
        ],
        fn=wavelength,
    ),
    action(
        "physics", "pressure at depth | hydrostatic pressure | liquid pressure | dive pressure",
        does="""Pressure below the surface of a liquid, in kilopascals.
                Hydrostatic pressure
                Works out how strongly a liquid presses at a given depth""",
        asks="""calculate the pressure under a liquid | find the hydrostatic pressure
                work out how hard a liquid presses | get the pressure down below""",
        questions="How high is the pressure down there | What is the hydrostatic pressure",
        roles=[
            role("depth|depth_m|below_surface|d", "length_m",
                 "at a depth of {} | at {} below the surface | going down {}",
                 "Depth in meters. | How far below the surface (m)", required=True, within=(1, 200)),
            role("liquid|fluid|fluid_type", "choice", "in {} | submerged in {}",
                 "Which liquid. | Liquid, which sets the density", default="fresh_water",
                 says={"fresh_water": "fresh water", "sea_water": "sea water | the sea", "mercury": "mercury",
                       "gasoline": "gasoline | petrol"}),
            role("include_air|absolute|add_atmosphere", "flag", "{}",
                 "Add the pressure of the air above. | Whether the result is absolute", default=False,
                 says={True: "including the air pressure on top | as absolute pressure",
                       False: "without the air pressure | as gauge pressure"}),
        ],
        fn=pressure_at_depth,
    ),
    action(
        "physics", "running cost | appliance cost | electricity cost | energy use of device",
        does="""Energy and cost of running an appliance.
                Electricity cost calculator
                Multiplies power, time and price to tell what a device uses and what it costs""",
        asks="""work out what an appliance costs to run | calculate the electricity cost of a device
                estimate the running cost of a heater | find out what a gadget costs in power""",
        questions="What does it cost to run an appliance | How much electricity does a device use",
        roles=[
            role("power|watts|wattage|power_w", "power_w",
                 "rated at {} | with a power of {} | drawing {}",
                 "Power in watts. | Wattage of the device (W)", required=True, within=(5, 3500)),
            role("hours|hours_per_day|usage_hours|duration_h", "duration_hours",
                 "running for {} | used for {} | switched on for {}",
                 "Hours of use. | How long it runs, in hours, e.g. 1.5", required=True, within=(0.5, 24)),
            role("price_per_kwh|tariff|unit_price|kwh_price", "ratio",
                 "at {} dollars per kWh | paying {} dollars per kilowatt-hour | with a tariff of {} dollars per kWh",
                 "Price of a kilowatt-hour in dollars. | Tariff (USD/kWh)", default=0.3, within=(0.05, 0.6)),
            role("devices|num_devices|device_count", "quantity",
                 "counting {} devices | with {} such devices | for {} of them at once",
                 "Number of equal devices. | How many run at the same time", default=1, within=(2, 12)),
        ],
        fn=running_cost,
    ),
]
