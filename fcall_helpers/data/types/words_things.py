"""Things to draw from: nouns and adjectives for titles, products, ingredients, topics, subjects, compounds."""

from fcall_helpers.data.types.base import by_comma, by_space

ADJECTIVES = by_space("""
Amber Ancient Bitter Blue Borrowed Bright Broken Burning Copper Crimson Crooked Curious Dancing Distant Electric Emerald
Empty Endless Fading Faithful Falling Final Flying Forgotten Fragile Frozen Gentle Golden Green Grey Hidden Hollow
Hungry Infinite Invisible Laughing Last Little Lonely Long Lost Lucky Midnight Missing Narrow Northern Open Painted Pale
Patient Perfect Plastic Quiet Restless Rolling Royal Rusty Sacred Scarlet Second Secret Seventh Shattered Silent Silver
Simple Sleeping Small Solemn Southern Stolen Strange Stubborn Sudden Sunken Tender Thirteenth Thousandth Timid Twisted
Unwritten Velvet Violet Wandering Weightless White Wicked Wild Winter Wooden Yellow
""")
NOUNS = by_space("""
Alphabet Anchor Apple Archive Army Atlas Balcony Bell Bird Bridge Caravan Carnival Cartographer Castle Cathedral
Chimney Circus City Clock Cloud Coast Compass Comet Corridor Country Crown Dawn Daughter Desert Diary Doctor Door
Dragon Dream Echo Elephant Ember Engine Equation Express Feather Ferry Fire Flood Forest Fountain Gambler Garden Ghost
Giant Glacier Guitar Harbor Harvest Heart Highway Horizon Hotel Hour House Island Journey Key King Kingdom Labyrinth
Ladder Lantern Letter Library Lighthouse Lion Machine Map Market Mechanic Memory Merchant Meridian Mirror Moon
Mountain Museum Needle Night Ocean Orchard Orchestra Page Painter Palace Paper Parade Passenger Piano Pilot Planet
Poet Promise Queen Question Railway Rain Raven Recipe River Road Robot Roof Sailor Season Secret Shadow Shore Signal
Sister Sky Snow Soldier Song Sparrow Stairway Star Station Storm Stranger Street Summer Sun Swimmer Teacher Telescope
Theater Thief Thread Tide Tiger Tower Train Traveler Tree Tunnel Umbrella Valley Violin Visitor Voice Voyage Wall
Watchmaker Wave Whale Willow Window Wolf
""")
PRODUCTS = by_comma("""
alarm clock, armchair, backpack, baking tray, bath towel, bedside lamp, bicycle helmet, blender, bluetooth speaker
board game, bookshelf, camping tent, ceramic mug, chess set, coat rack, coffee grinder, coffee maker, cutting board
cycling gloves, desk lamp, desk organizer, digital camera, dish rack, document scanner, door mat, electric kettle
electric toothbrush, espresso machine, extension cord, fitness tracker, flashlight, floor lamp, folding chair
food processor, frying pan, garden hose, gaming chair, gaming mouse, graphics card, guitar strings, hair dryer
hammock, hand mixer, hiking boots, ironing board, jump rope, keyboard, knife set, laptop sleeve, laundry basket
leather wallet, lunch box, mattress, mechanical keyboard, memory card, microwave oven, monitor stand, mosquito net
noise-cancelling headphones, notebook, office chair, paper shredder, phone case, photo frame, picnic blanket, pillow
portable charger, pressure cooker, printer, rain jacket, reading lamp, rice cooker, robot vacuum, router
running shoes, salad bowl, sewing machine, shower curtain, sleeping bag, smart bulb, smart watch, soldering iron
stapler, suitcase, sunglasses, swimming goggles, table fan, tablet, tea set, tennis racket, thermos flask, toaster
tool box, travel adapter, tripod, umbrella, USB hub, vacuum cleaner, wall clock, water bottle, watering can, webcam
wine rack, winter coat, wireless earbuds, wool scarf, yoga mat
""")
PRODUCT_ADJECTIVES = by_comma("""
black, white, red, navy blue, green, grey, large, small, compact, foldable, waterproof, stainless steel, wooden
leather, cotton, second-hand, rechargeable, lightweight, vintage, refurbished, organic, heavy-duty, silent, adjustable
children's, portable
""")
INGREDIENTS = by_comma("""
almonds, apples, apricots, artichokes, arugula, asparagus, avocado, bacon, bananas, barley, basil, bay leaves
beetroot, black beans, blueberries, bread crumbs, broccoli, brown rice, brown sugar, buckwheat, butter, buttermilk
cabbage, capers, cardamom, carrots, cashews, cauliflower, celery, cheddar, cherries, chickpeas, chicken thighs
chili flakes, chives, chocolate, cilantro, cinnamon, coconut milk, cod, couscous, cranberries, cream cheese, cucumber
cumin, dates, dill, eggplant, eggs, fennel, feta, figs, flour, garlic, ginger, goat cheese, grapes, green beans
green peas, halloumi, ham, hazelnuts, honey, kale, kidney beans, lamb, leeks, lemon juice, lentils, lime, mango
maple syrup, milk, millet, mint, miso paste, mozzarella, mushrooms, mussels, mustard, noodles, nutmeg, oats, okra
olive oil, olives, onions, oranges, oregano, paprika, parmesan, parsley, parsnips, peaches, peanuts, pears, pecans
peppers, pine nuts, pineapple, pistachios, plums, polenta, pomegranate, pork, potatoes, prawns, pumpkin, quinoa
radishes, raisins, raspberries, red wine, rice, ricotta, rosemary, saffron, sage, salmon, sardines, scallions
sesame seeds, shallots, shiitake, sour cream, soy sauce, spinach, squash, strawberries, sunflower seeds, sweet corn
sweet potatoes, tahini, tarragon, thyme, tofu, tomatoes, trout, tuna, turkey, turmeric, turnips, vanilla, vinegar
walnuts, watermelon, yeast, yogurt, zucchini
""")
DISHES = by_comma("""
apple pie, baba ghanoush, beef stew, bibimbap, borscht, butter chicken, caesar salad, carrot cake, ceviche
chicken soup, chili con carne, clam chowder, crepes, dal, dumplings, empanadas, falafel, fish tacos, fried rice
gazpacho, gnocchi, goulash, gumbo, jollof rice, kimchi stew, lasagna, lentil soup, margherita pizza, massaman curry
minestrone, moussaka, mushroom risotto, pad thai, paella, pancakes, pho, pierogi, pulled pork, quiche, ramen
ratatouille, roast chicken, shakshuka, shepherd's pie, spring rolls, sushi, tabbouleh, tiramisu, tom yum, waffles
""")
TOPICS = by_comma("""
artificial intelligence, astronomy, ancient Rome, beekeeping, bird migration, black holes, bread baking
bridge building, cell biology, chess openings, classical music, climate change, coffee roasting, contract law
coral reefs, cryptography, deep sea fishing, digital photography, earthquakes, electric cars, European history
fermentation, film editing, folk dance, game theory, genetics, glaciers, graph theory, home insurance, impressionism
interest rates, jazz improvisation, knitting, labor rights, linear algebra, machine learning, marine biology
medieval trade, meditation, microbiology, modern poetry, mortgage loans, nutrition, ocean currents, organic chemistry
origami, particle physics, personal finance, plate tectonics, pottery, probability, public transport
quantum computing, rainforests, renewable energy, river deltas, robotics, rocket engines, screenwriting
sleep research, social media, soil erosion, solar panels, space travel, street food, supply chains, thermodynamics
tidal energy, typography, urban planning, vaccines, volcanoes, water filters, wind power, wine making, woodworking
world trade, yoga
""")
SUBJECTS = by_comma("""
algebra, anatomy, art history, biology, calculus, chemistry, computer science, drama, economics, English literature
ethics, French, geography, geometry, German, history, Latin, linguistics, logic, music theory, philosophy
physical education, physics, psychology, sociology, Spanish, statistics, zoology
""")
COMPOUNDS = by_comma("""
acetone, acetylene, ammonia, aniline, ascorbic acid, aspirin, benzene, butane, caffeine, calcium carbonate
carbon dioxide, carbon monoxide, chloroform, cholesterol, citric acid, copper sulfate, ethane, ethanol, ethylene
formaldehyde, formic acid, fructose, glucose, glycerol, glycine, hydrogen peroxide, ibuprofen, iodine, lactic acid
limonene, magnesium oxide, menthol, methane, methanol, morphine, naphthalene, nicotine, nitric acid, nitrous oxide
octane, oxalic acid, ozone, paracetamol, pentane, phenol, phosphoric acid, potassium chloride, propane, quinine
salicylic acid, silver nitrate, sodium bicarbonate, sodium chloride, styrene, sucrose, sulfuric acid, tartaric acid
titanium dioxide, toluene, urea, vanillin, water, xylene, zinc oxide
""")
FORMULAS = by_space("""
H2O CO2 CO NH3 CH4 O2 N2 H2 Cl2 O3 HCl HNO3 H2SO4 H3PO4 NaCl NaOH KOH KCl CaCO3 CaCl2 CaO MgO MgCl2 MgSO4 Al2O3 AlCl3
Fe2O3 Fe3O4 FeCl3 CuSO4 CuO ZnO ZnCl2 AgNO3 TiO2 SiO2 SO2 SO3 NO NO2 N2O N2O4 P2O5 PCl5 H2O2 HF HBr HI C2H6 C3H8 C4H10
C5H12 C6H14 C8H18 C2H4 C2H2 C6H6 C7H8 C8H10 CH3OH C2H5OH C3H7OH CH3COOH HCOOH C6H12O6 C12H22O11 C8H10N4O2 C9H8O4 C10H8
NaHCO3 Na2CO3 K2CO3 KMnO4 K2Cr2O7 NH4Cl NH4NO3 BaSO4 PbO2 Na2SO4 LiOH BF3 SF6 XeF4 CHCl3 CCl4 C3H6O C3H8O3 C4H6O6
H2C2O4 C6H5OH C6H5NH2 C10H16 C10H20O H2CO3 HClO4
""")
GENES = by_space("""
ABCB1 ACE ACTB AKT1 ALK APC APOE AR ATM BCL2 BMP4 BRAF BRCA1 BRCA2 CASP3 CCND1 CD4 CDH1 CDK4 CDKN2A CFTR COL1A1 CTNNB1
CYP2D6 DMD DRD2 EGFR ERBB2 ESR1 EZH2 F8 FBN1 FGFR3 FOXP2 FOXP3 FTO G6PD GAPDH GATA3 HBB HFE HLA-B HNF1A HTT IDH1 IGF1
IL6 INS JAK2 KIT KRAS LDLR LEP MAPT MC1R MECP2 MLH1 MSH2 MTHFR MTOR MYC NF1 NOTCH1 NPM1 NRAS OCA2 OPN1LW PAX6 PCSK9
PDGFRA PIK3CA PTEN PTPN11 RB1 RET RHO RUNX1 SCN5A SHH SMAD4 SOD1 SOX2 SRY STAT3 TERT TGFB1 TLR4 TNF TP53 TSC1 TYR
UGT1A1 VEGFA VHL WNT1 WT1
""")
ORGANISMS = by_comma("""
African elephant, arctic fox, barn owl, blue whale, bottlenose dolphin, bumblebee, cheetah, common toad
emperor penguin, fruit fly, giant panda, giraffe, gray wolf, great white shark, green sea turtle, grizzly bear
hedgehog, honey bee, house mouse, humpback whale, jaguar, king cobra, koala, komodo dragon, manatee, monarch butterfly
mountain gorilla, narwhal, octopus, okapi, otter, peregrine falcon, platypus, polar bear, puffin, red fox
red kangaroo, reindeer, sea horse, snow leopard, sperm whale, sumatran tiger, tapir, tree frog, walrus, white stork
zebra
""")
EVENTS = by_comma("""
annual meeting, art exhibition, birthday party, board meeting, book club, budget review, charity run, choir rehearsal
code review, cooking class, design workshop, dentist appointment, drawing class, farewell lunch, fire drill
football practice, garden party, guitar lesson, hiking trip, job interview, kickoff call, language course, movie night
parent evening, piano lesson, planning session, poetry reading, press conference, product demo, project review
quiz night, sales call, school concert, science fair, sprint planning, staff meeting, strategy offsite
swimming lesson, team dinner, team lunch, town hall, training session, wedding reception, wine tasting, yoga class
""")
CHORES = by_comma("""
book the train tickets, buy stamps, call the plumber, charge the camera, clean the garage, collect the parcel
cook the soup, defrost the freezer, empty the dishwasher, feed the cat, file the tax return, fix the bicycle
iron the shirts, mow the lawn, order new filters, pack the suitcase, paint the fence, pay the rent
pick up the dry cleaning, plant the tulips, print the contract, renew the passport, repair the lamp
return the library books, review the budget, send the invoice, sharpen the knives, sign the lease, sweep the balcony
take out the trash, translate the letter, update the slides, walk the dog, wash the car, water the plants
write the report
""")
SYMPTOMS = by_comma("""
back pain, blurred vision, chest tightness, chills, cough, dizziness, dry mouth, earache, fatigue, fever, hay fever
headache, heartburn, hoarseness, insomnia, itchy eyes, joint pain, loss of appetite, migraine, muscle cramps, nausea
neck pain, night sweats, numbness, rash, runny nose, shortness of breath, sneezing, sore throat, stomach ache
swollen ankles, toothache, vertigo
""")
