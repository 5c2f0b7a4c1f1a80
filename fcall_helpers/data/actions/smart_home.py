"""The connected house: heat, light, locks, blinds, cameras, power."""

from fcall_helpers.data.actions.model import action, role


def set_heating(room: str, temperature: float, mode: str = "comfort", hold: int = 60) -> dict:
    """The state of a room's thermostat afterwards; the modes shift the temperature that is aimed at."""
    if not -60 <= temperature <= 300:
        raise ValueError(f"temperature must be between -60 and 300 degrees, got {temperature}")
    aim = temperature + {"comfort": 0.0, "eco": -2.0, "boost": 1.5}[mode]
    return {"room": room, "target": round(min(max(aim, 5.0), 30.0), 1), "mode": mode, "hold_minutes": hold}


def dim_light(room: str, brightness: int, color: str = "warm", fade_seconds: int = 0) -> dict:
    """The state of a lamp afterwards; 0 switches it off."""
    kelvin = {"warm": 2700, "neutral": 4000, "cool": 6500}[color]
    return {"room": room, "on": brightness > 0, "brightness": brightness, "kelvin": kelvin, "fade": fade_seconds}


def move_blinds(room: str, openness: int, slat_angle: float = 0.0, lock: bool = False) -> dict:
    """The state of a room's blinds afterwards; slats tilt by 80 degrees at most, and not at all when fully open."""
    if not 0 <= openness <= 100:
        raise ValueError(f"openness must be between 0 and 100, got {openness}")
    tilt = 0.0 if openness == 100 else max(-80.0, min(80.0, slat_angle))
    return {"room": room, "open_percent": openness, "tilt": tilt, "locked": lock}


def solar_surplus(produced_kwh: float, used_kwh: float, battery_kwh: float = 0.0) -> dict:
    """Where the power of the roof goes: first into the house, then into the battery, the rest into the grid."""
    surplus = produced_kwh - used_kwh
    stored = max(0.0, min(battery_kwh, surplus))
    flows = {"stored": stored, "sold": max(0.0, surplus - stored), "bought": max(0.0, -surplus)}
    return {name: round(energy, 2) for name, energy in flows.items()}


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "smart_home", "set heating | adjust thermostat | change room temperature | update climate",
        does="""Set the heating of a room.
                Tells a thermostat which temperature to hold, in which mode and for how long
                Adjusts the climate control""",
        asks="""set the heating | adjust the thermostat | change the temperature | see to the heating
                get the room to a nicer temperature""",
        roles=[
            role("room|area|zone|location", "room_type", "in the {} | of the {} | for the {}",
                 "Room. | Which room's thermostat to set", required=True),
            role("temperature|target_temp|degrees|setpoint", "celsius", "to {} | at {} | with {} as the target",
                 "Target in degrees Celsius. | Temperature to hold, °C", required=True, within=(14, 26)),
            role("mode|climate_mode|profile|preset", "choice", "in {} | using {} | switched to {}",
                 "Mode of the thermostat. | Heating profile",
                 default="comfort", says={"comfort": "comfort mode | the comfort profile",
                                          "eco": "eco mode | energy-saving mode",
                                          "boost": "boost mode | the quick-heat profile"}),
            role("hold|hold_minutes|keep_for|duration", "duration_minutes",
                 "for {} | holding it for {} | and keep it there {}",
                 "Minutes to hold it. | How long the setting lasts, minutes", default=60, within=(15, 480)),
        ],
        fn=set_heating,
    ),
    action(
        "smart_home", "dim light | set lamp | control lighting | adjust brightness",
        does="""Set the light of a room.
                Dims or brightens the lamps of a room and chooses how warm their light is
                Controls the lighting""",
        asks="dim the lights | set the lamps | change the lighting | adjust the brightness",
        roles=[
            role("room|where|light_group|space", "room_type", "in the {} | over in the {} | for the {}",
                 "Room. | Whose lamps to set", required=True),
            role("brightness|level|intensity|dim_level", "percentage",
                 "to {} | at {} brightness | with a brightness of {}",
                 "Brightness from 0 to 100 percent. | Percentage; 0 is off", required=True),
            role("color|tone|white_tone|temperature", "choice", "with {} | giving off {} | in {}",
                 "Tone of the light. | How warm the white is",
                 default="warm", says={"warm": "warm light | a cosy yellowish white",
                                       "neutral": "neutral light | plain white",
                                       "cool": "cool light | daylight white"}),
            role("fade_seconds|transition|fade|ramp", "duration_seconds",
                 "fading over {} | with a transition of {} | taking {} to get there",
                 "Length of the transition in seconds. | How long the change takes, seconds", default=0,
                 within=(1, 60)),
        ],
        fn=dim_light,
    ),
    action(
        "smart_home", "move blinds | set shutters | open curtains | adjust window shades",
        does="""Move the blinds of a room.
                Opens or closes the window shades to a percentage and tilts their slats
                Sets the position of shutters""",
        asks="move the blinds | adjust the shutters | reposition the shades | see to the window blinds",
        roles=[
            role("room|window_room|where|area", "room_type", "in the {} | of the {} | for the windows in the {}",
                 "Room. | Whose windows are meant", required=True),
            role("openness|position|open_percent|percent_open", "percentage",
                 "so that they are {} open | to an opening of {} | with {} of the window free",
                 "How far open, 0 to 100 percent. | Position; 0 is closed", required=True),
            role("slat_angle|tilt|angle|louvre_angle", "angle",
                 "with the slats tilted by {} | the slats at an angle of {} | turning the slats by {}",
                 "Tilt of the slats in degrees. | Angle of the louvres", default=0.0, within=(5, 90)),
            role("lock|hold_position|keep_locked", "flag", "{}",
                 "Whether to lock them there. | True to ignore the sun sensor",
                 default=False, says={True: "and lock them there | holding that position",
                                      False: "without locking them | letting the sun sensor take over later"}),
        ],
        fn=move_blinds,
    ),
    action(
        "smart_home", "solar surplus | balance solar power | energy flow",
        does="""Work out where the solar power goes.
                Splits the yield of a roof into what the house uses, what a battery stores and what is sold
                Balances production and use of power""",
        asks="""balance my solar power | work out the solar surplus | see how much power I sell
                compute the energy flow""",
        questions="How much power is left over | What goes to the grid | How much do I feed in",
        roles=[
            role("produced_kwh|generation|yield_kwh|solar_output", "energy_kwh",
                 "with {} produced | when the roof yields {} | given a harvest of {}",
                 "Energy produced, kWh. | Yield of the panels in kilowatt-hours", required=True, within=(3, 60)),
            role("used_kwh|consumption|household_use|demand_kwh", "energy_kwh",
                 "with {} used up | against a consumption of {} | when the house needs {}",
                 "Energy used, kWh. | What the household needs, kilowatt-hours", required=True, within=(3, 60)),
            role("battery_kwh|storage|battery_room|free_capacity", "energy_kwh",
                 "with room for {} in the battery | having a battery that takes {} | storing up to {}",
                 "Free room in the battery, kWh. | Energy that can be stored, kilowatt-hours", default=0.0,
                 within=(2, 20)),
        ],
        fn=solar_surplus,
    ),
    action(
        "smart_home", "lock door | secure entrance | set lock state | operate smart lock",
        does="""Lock or unlock a door.
                Turns the bolt of a smart lock and may undo it again after a while
                Operates a door lock""",
        asks="operate the smart lock | change the lock | turn the bolt | use the smart lock",
        roles=[
            role("door|entrance|lock_name|which_door", "choice", "on {} | of {} | at {}", "Door. | Which lock is meant",
                 required=True,
                 says={"front": "the front door | the main entrance", "back": "the back door | the door to the yard",
                       "garage": "the garage | the garage door", "patio": "the patio door | the terrace"}),
            role("state|command|desired_state|operation", "choice", "so that it is {} | leaving it {}",
                 "State wanted. | What the lock should do", required=True,
                 says={"locked": "locked | bolted", "unlocked": "unlocked | open"}),
            role("code|access_code|passcode|security_code", "pin",
                 "with the code {} | using the code {} | entering {}",
                 "Code of the lock. | Passcode that authorises the command"),
            role("revert_after|auto_relock|timeout|undo_after", "duration_seconds",
                 "for {} only | going back after {} | with a reset after {}",
                 "Seconds until it goes back. | Time after which the old state returns, seconds", within=(10, 600)),
        ],
    ),
    action(
        "smart_home", "start robot vacuum | clean floor | run vacuum | dispatch cleaner",
        does="""Send the robot vacuum out.
                Starts a cleaning run in some rooms with the chosen suction
                Has the floor cleaned by the robot""",
        asks="start the robot vacuum | have the floor cleaned | send the vacuum out | run a cleaning round",
        roles=[
            role("room|area|zone|where", "room_type", "in the {} | doing the {} | through the {}",
                 "Room to clean. | Where the robot goes", required=True),
            role("suction|power|fan_speed|strength", "choice", "with {} | on {} | set to {}",
                 "Suction. | How hard the robot works", default="standard",
                 says={"quiet": "quiet suction | the silent setting",
                       "standard": "standard suction | the normal setting",
                       "max": "full suction | the strongest setting"}),
            role("start_at|start_time|begin|when", "time", "at {} | beginning at {} | not before {}",
                 "Start, HH:MM. | Time of day at which it sets off, 24-hour clock"),
            role("passes|rounds|repeat|cycles", "repetitions", "going over it {} | covering everything {} | passing {}",
                 "Number of passes. | How often each spot is cleaned", default=1, within=(1, 3)),
            role("mop|wet|mopping|with_water", "flag", "{}", "Whether to mop too. | True to wipe with water",
                 default=False,
                 says={True: "mopping as well | with the mop on", False: "without mopping | vacuuming only"}),
            role("quiet_hours|do_not_disturb|pause_window|silent_hours", "time_span",
                 "keeping still {} | with quiet hours {} | staying silent {}",
                 "Time of day in which it must not run. | Quiet hours: start and end, HH:MM"),
        ],
    ),
    action(
        "smart_home", "activate scene | run routine | trigger mood | start automation",
        does="""Activate a scene.
                Sets several devices of the house at once, as stored under a name
                Runs a home routine""",
        asks="activate a scene | run a routine | get the house ready | start one of my automations",
        roles=[
            role("scene|routine|scene_name|preset_name", "choice", "for {} | called {} | meant for {}",
                 "Name of the scene. | Which routine to run", required=True,
                 says={"movie_night": "a movie night | watching a film", "good_morning": "the morning | getting up",
                       "bedtime": "bedtime | going to sleep", "party": "a party | having guests over",
                       "away": "leaving the house | being away"}),
            role("delay_seconds|delay|wait|start_in", "duration_seconds",
                 "in {} from now | after waiting {} | with a delay of {}",
                 "Seconds to wait first. | Delay before it runs, seconds", default=0, within=(5, 300)),
            role("exclude_room|except_in|skip_room|ignore", "room_type",
                 "except in the {} | leaving out the {} | but not in the {}",
                 "Room left as it is. | Room that the scene must not touch"),
            role("announce|speak|voice_feedback", "flag", "{}",
                 "Whether to say so. | True to announce it on the speakers",
                 says={True: "with an announcement | and announce it", False: "silently | with no announcement"}),
        ],
    ),
    action(
        "smart_home", "schedule watering | water garden | program sprinkler | set irrigation",
        does="""Programme the sprinklers.
                Waters a part of the garden on some weekdays at a time of day
                Sets the irrigation schedule""",
        asks="water the garden | programme the sprinklers | set up the irrigation | schedule the watering",
        roles=[
            role("zone|bed|garden_area|sector", "choice", "on {} | around {} | for {}",
                 "Part of the garden. | Which valve opens", required=True,
                 says={"lawn": "the lawn | the grass", "roses": "the roses | the rose bed",
                       "vegetables": "the vegetables | the vegetable patch",
                       "hedge": "the hedge | the hedgerow"}),
            role("days|weekdays|on_days|schedule_days", "weekdays", "on {} | every {} | each week on {}",
                 "Weekdays. | Days of the week, as a list of names", required=True),
            role("start_time|at|time_of_day|begin_at", "time", "at {} | starting at {} | from {}",
                 "Start, HH:MM. | Time of day, 24-hour clock"),
            role("minutes|run_minutes|duration|watering_time", "duration_minutes",
                 "for {} each time | running {} | lasting {}",
                 "Minutes per watering. | How long the valve stays open, minutes", default=15, within=(5, 60)),
            role("skip_if_rain|rain_delay|weather_aware", "flag", "{}",
                 "Whether rain cancels it. | True to skip wet days", default=True,
                 says={True: "unless it rains | skipping rainy days",
                       False: "even if it rains | whatever the weather"}),
        ],
    ),
]
