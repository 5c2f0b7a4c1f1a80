"""Chemistry: formulas and amounts, solutions, gases, decay, and looking substances up."""

import math
import re

from fcall_helpers.data.actions.model import action, role

# Standard atomic weights in g/mol (IUPAC, rounded).
WEIGHTS = {
    **{"H": 1.008, "Li": 6.94, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998, "Na": 22.990},
    **{"Mg": 24.305, "Al": 26.982, "Si": 28.085, "P": 30.974, "S": 32.06, "Cl": 35.45, "K": 39.098, "Ca": 40.078},
    **{"Ti": 47.867, "Cr": 51.996, "Mn": 54.938, "Fe": 55.845, "Ni": 58.693, "Cu": 63.546, "Zn": 65.38},
    **{"Br": 79.904, "Ag": 107.87, "Sn": 118.71, "I": 126.90, "Xe": 131.29, "Ba": 137.33, "Pb": 207.2},
}
ELEMENTS = {  # atomic number, melting point in °C, electronegativity (Pauling)
    **{"Fe": (26, 1538.0, 1.83), "Cu": (29, 1084.6, 1.90), "Al": (13, 660.3, 1.61), "Ag": (47, 961.8, 1.93)},
    **{"Pb": (82, 327.5, 2.33), "Zn": (30, 419.5, 1.65), "Sn": (50, 231.9, 1.96), "Ti": (22, 1668.0, 1.54)},
}


def molar_mass(formula: str, decimals: int = 3) -> float:
    """Grams a mole of the compound weighs."""
    parts = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
    if "".join(element + count for element, count in parts) != formula or not parts:
        raise ValueError(f"molar_mass: formula must be plain, such as C6H12O6, got {formula!r}")
    unknown = [element for element, _ in parts if element not in WEIGHTS]
    if unknown:
        raise ValueError(f"molar_mass: no atomic weight for {unknown[0]!r}")
    return round(sum(WEIGHTS[element] * int(count or 1) for element, count in parts), decimals)


def solution_ph(concentration: float, solute_kind: str = "acid") -> float:
    """pH of a strong acid or base that gives one proton or hydroxide."""
    if concentration <= 0:
        raise ValueError("solution_ph: concentration must be above 0 mol/L")
    acid = -math.log10(concentration)
    return round(acid if solute_kind == "acid" else 14 - acid, 2)


def dilute(stock_concentration: float, stock_volume: float, added_water: float) -> float:
    """Concentration after water was added."""
    return float(f"{stock_concentration * stock_volume / (stock_volume + added_water):.6g}")


def molarity(mass: float, formula: str, volume: float) -> float:
    """Moles of a dissolved compound in a liter of solution."""
    return float(f"{mass / molar_mass(formula) / (volume / 1000):.6g}")


def gas_pressure(moles: float, temperature: float, volume: float, unit: str = "kPa") -> float:
    """Pressure of an ideal gas."""
    pascal = moles * 8.314462618 * temperature / (volume / 1000)
    return float(f"{pascal / {'kPa': 1e3, 'atm': 101325, 'bar': 1e5}[unit]:.6g}")


def decay_remaining(initial_mass: float, half_life: int, elapsed: int) -> dict:
    """What is left of a radioactive sample."""
    share = 0.5 ** (elapsed / half_life)
    return {"remaining": float(f"{initial_mass * share:.6g}"), "fraction": float(f"{share:.6g}")}


def titration(sample_volume: float, titrant_concentration: float, titrant_volume: float, protons: int = 1) -> float:
    """Concentration of an acid that took so much base to neutralize."""
    return float(f"{titrant_concentration * titrant_volume / (sample_volume * protons):.6g}")


def element_property(element: str, field: str = "atomic_weight") -> float:
    """One number about a metal."""
    number, melting, electronegativity = ELEMENTS[element]
    known = {"atomic_weight": WEIGHTS[element], "atomic_number": float(number), "melting_point": melting}
    return (known | {"electronegativity": electronegativity})[field]


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "chemistry", "molar mass | molecular weight | formula weight | mass per mole",
        does="""Calculates the molar mass of a compound.
                Molecular weight from a formula, g/mol
                Adds up the atomic weights of every atom in a chemical formula""",
        asks="""calculate the molar mass | find the molecular weight | add up the atomic weights
                get the mass of one mole""",
        questions="What is the molar mass | How much does a mole weigh",
        roles=[
            role("formula|chemical_formula|molecule|compound_formula", "chemical_formula",
                 "of {} | for {} | for the compound {}",
                 "Chemical formula, digits without subscripts. | Formula such as C2H6O", required=True),
            role("decimals|precision|digits", "precision", "rounded to {} | rounding to {} | with a precision of {}",
                 "Decimal places. | Digits after the point in the answer", default=3, within=(1, 6)),
        ],
        fn=molar_mass,
    ),
    action(
        "chemistry", "solution ph | ph value | acidity | strong acid ph",
        does="""Computes the pH of a strong acid or base.
                pH from concentration
                Tells how acidic or basic a solution is, given how much of a strong acid or base it holds""",
        asks="""calculate the pH of a solution | find out how acidic a solution is | get a pH value
                work out the acidity""",
        questions="What is the pH of the solution | How acidic is the solution",
        roles=[
            role("concentration|molarity|c|mol_per_l", "ratio",
                 "at {} mol/L | with a concentration of {} mol/L | containing {} moles per liter",
                 "Concentration in mol/L. | Molarity of the solute", required=True, within=(0.05, 3)),
            role("solute_kind|kind|acid_or_base", "choice", "{}",
                 "Whether an acid or a base is dissolved. | Kind of solute", default="acid",
                 says={"acid": "of a strong acid | if the solute is an acid",
                       "base": "of a strong base | if the solute is a base"}),
        ],
        fn=solution_ph,
    ),
    action(
        "chemistry", "dilute | dilution | diluted concentration | add solvent",
        does="""Concentration of a solution after adding water.
                Dilution, c1·V1 = c2·V2
                Works out how strong a stock solution is once it has been diluted""",
        asks="""work out a dilution | calculate the concentration after diluting | find how strong a diluted solution is
                dilute a stock solution on paper""",
        questions="What concentration do I get after diluting | How strong is the diluted solution",
        roles=[
            role("stock_concentration|c1|initial_molarity", "ratio",
                 "starting with a {} mol/L stock | from a stock of {} mol/L | with a {} molar stock",
                 "Concentration of the stock in mol/L. | c1", required=True, within=(0.1, 12)),
            role("stock_volume|v1|aliquot_ml", "volume_ml",
                 "taking {} of stock | with an aliquot of {} | using a stock volume of {}",
                 "Volume of stock taken, in ml. | v1 (ml)", required=True, within=(5, 500)),
            role("added_water|solvent_ml|water_volume", "volume_ml",
                 "adding {} of water | topped up with {} of solvent | plus {} of water",
                 "Water that is added, in ml. | Volume of solvent (ml)", required=True, within=(10, 2000)),
        ],
        fn=dilute,
    ),
    action(
        "chemistry", "molarity | prepare solution | molar concentration | concentration from mass",
        does="""Molar concentration of a solution from the mass dissolved in it.
                Molarity (mol/L)
                Converts grams of a compound in a volume of solution to moles per liter""",
        asks="""calculate the molarity of a solution | find the molar concentration
                turn grams of solute into a concentration | work out how concentrated a solution is""",
        questions="What is the molarity of a solution | How concentrated is the solution",
        roles=[
            role("mass|solute_mass|grams|mass_g", "weight_g",
                 "with {} dissolved | using {} of solute | containing {} of solute",
                 "Mass of the solute in grams. | Dissolved mass (g)", required=True, within=(1, 500)),
            role("formula|solute|solute_formula", "chemical_formula",
                 "of {} | where the solute is {} | prepared with {}",
                 "Formula of the solute, e.g. NaCl. | What is dissolved, as a chemical formula", required=True),
            role("volume|volume_ml|solution_volume", "volume_ml",
                 "in a volume of {} | made up to {} | in {} of solution",
                 "Volume of the solution in milliliters. | Final volume (ml)", required=True, within=(50, 2000)),
        ],
        fn=molarity,
    ),
    action(
        "chemistry", "gas pressure | ideal gas | ideal gas pressure | gas law",
        does="""Pressure of an ideal gas.
                pV = nRT solved for p
                Applies the ideal gas law to an amount of gas at a temperature in a container""",
        asks="""find the pressure of a gas | apply the ideal gas law | calculate the pressure in a gas container
                work out how much pressure a gas builds up""",
        questions="What pressure does the gas have | How high is the pressure of the gas",
        roles=[
            role("moles|n|amount_mol", "ratio", "for {} mol | with {} moles of gas | given {} mol of it",
                 "Amount of gas in moles. | n (mol)", required=True, within=(0.1, 12)),
            role("temperature|temp_k|t", "kelvin", "at {} | at a temperature of {} | heated to {}",
                 "Absolute temperature in kelvin. | T (K)", required=True, within=(250, 600)),
            role("volume|volume_l|container_volume|v", "volume_l",
                 "in a volume of {} | inside a container of {} | filling {}",
                 "Volume of the container in liters. | V (L)", required=True, within=(1, 100)),
            role("unit|pressure_unit|output_unit", "choice", "{}",
                 "Unit of the pressure. | kPa, atm or bar", default="kPa",
                 says={"kPa": "in kilopascals | in kPa", "atm": "in atmospheres | in atm", "bar": "in bar"}),
        ],
        fn=gas_pressure,
    ),
    action(
        "chemistry", "decay remaining | radioactive decay | half life | isotope remaining",
        does="""How much of a radioactive sample is left.
                Exponential decay from a half-life
                Calculates the mass that remains of an isotope after some time""",
        asks="""calculate a radioactive decay | find how much of an isotope is left | work out the remaining sample
                do a half-life calculation""",
        questions="How much of the sample is left | What remains of the isotope",
        roles=[
            role("initial_mass|n0|start_mass|sample_grams", "weight_g",
                 "starting with {} | of an initial {} | from a sample of {}",
                 "Mass at the beginning in grams. | Initial mass (g)", required=True, within=(1, 500)),
            role("half_life|half_life_days|t_half", "duration_days",
                 "with a half-life of {} | halving every {} | given a half-life of {}",
                 "Half-life in days. | Days until half is gone", required=True, within=(2, 120)),
            role("elapsed|elapsed_days|time_passed", "duration_days",
                 "after {} | once {} have passed | following a wait of {}",
                 "Days that have passed. | Elapsed time in days", required=True, within=(1, 365)),
        ],
        fn=decay_remaining,
    ),
    action(
        "chemistry", "titration | titrate acid | acid concentration | neutralization",
        does="""Concentration of an acid from its titration with a base.
                Acid-base titration
                Finds out how concentrated an acid was from the base that neutralized it""",
        asks="""evaluate a titration | find the concentration of an acid | work out a neutralization
                calculate the result of a titration""",
        questions="How concentrated was the acid | What does the titration give",
        roles=[
            role("sample_volume|acid_volume|analyte_ml", "volume_ml",
                 "for a sample of {} | with {} of acid | titrating {} of acid",
                 "Volume of the acid in ml. | Sample volume (ml)", required=True, within=(5, 100)),
            role("titrant_concentration|base_molarity|c_base", "ratio",
                 "using a {} mol/L base | with a titrant of {} mol/L | where the base is {} molar",
                 "Concentration of the base in mol/L. | Titrant molarity", required=True, within=(0.05, 2)),
            role("titrant_volume|base_volume|burette_ml", "volume_ml",
                 "after adding {} of base | consuming {} of titrant | with a burette reading of {}",
                 "Base used up to the end point, in ml. | Titrant volume (ml)", required=True, within=(5, 100)),
            role("protons|acidity|equivalents", "choice", "{}",
                 "Protons an acid molecule gives. | 1, 2 or 3", default=1,
                 says={1: "for a monoprotic acid", 2: "for a diprotic acid", 3: "for a triprotic acid"}),
        ],
        fn=titration,
    ),
    action(
        "chemistry", "element property | lookup element | periodic table entry | element data",
        does="""Looks up a property of a metal.
                Periodic table lookup
                Returns a number such as the melting point for one of the common metals""",
        asks="""look up an element in the periodic table | check a property of an element
                query the periodic table | get a value for an element""",
        questions="What does the periodic table say",
        roles=[
            role("element|symbol|element_symbol|metal", "choice", "about {} | for {} | on {}",
                 "Symbol of the element, e.g. Fe for iron. | Which metal", required=True,
                 says={"Fe": "iron", "Cu": "copper", "Al": "aluminum | aluminium", "Ag": "silver", "Pb": "lead",
                       "Zn": "zinc", "Sn": "tin", "Ti": "titanium"}),
            role("field|property|attribute", "choice", "giving {} | returning {}",
                 "Property to return. | What to look up", default="atomic_weight",
                 says={"atomic_weight": "the atomic weight | its atomic mass",
                       "atomic_number": "the atomic number | its number in the table",
                       "melting_point": "the melting point | the temperature at which it melts",
                       "electronegativity": "the electronegativity"}),
        ],
        fn=element_property,
    ),
    action(
        "chemistry", "safety sheet | fetch msds | substance hazards | hazard data",
        does="""Fetches the safety data sheet of a substance.
                SDS lookup
                Retrieves what the safety data sheet of a chemical says, whole or by section""",
        asks="""pull up the safety data sheet | look up the hazards | fetch the safety information
                read up on the dangers of a chemical""",
        questions="What does the safety data sheet say | What are the hazards",
        roles=[
            role("substance|chemical|compound|compound_name", "compound", "for {} | called {} | namely {}",
                 "Name of the chemical. | Substance to look up", required=True),
            role("section|topic|sheet_section", "choice", "{}",
                 "Section of the sheet. | Part to return",
                 says={"first_aid": "just the first-aid part | covering first aid",
                       "storage": "just the storage part | covering storage", "disposal": "covering disposal",
                       "fire_fighting": "covering fire fighting"}),
            role("language|lang|sheet_language", "language_code", "in {} | written in {} | using {}",
                 "Two-letter language code of the sheet. | ISO 639-1 code, e.g. de", default="en"),
        ],
    ),
    action(
        "chemistry", "order reagent | restock chemical | request reagent | purchase chemical",
        does="""Orders a chemical for the laboratory.
                Reagent order
                Places an order for a substance in a given amount and grade with a supplier""",
        asks="order a reagent | restock a chemical | buy more of a lab chemical | put in an order for the lab",
        questions="Can the lab get more of a chemical",
        roles=[
            role("substance|reagent|chemical_name", "compound", "called {} | with {} as the substance | namely {}",
                 "Name of the chemical. | Reagent to order", required=True),
            role("grams|amount_g|quantity_g", "weight_g", "in an amount of {} | amounting to {} | in a pack of {}",
                 "Amount in grams. | How much to order (g)", required=True, within=(5, 1000)),
            role("grade|purity|quality", "choice", "in {} | of {}",
                 "Purity grade. | Quality of the reagent",
                 says={"technical": "technical grade", "analytical": "analytical grade",
                       "hplc": "HPLC grade", "food": "food grade"}),
            role("supplier|vendor|order_from", "company", "from {} | through {} | with {} as the supplier",
                 "Company to order from. | Name of the supplier"),
        ],
    ),
]
