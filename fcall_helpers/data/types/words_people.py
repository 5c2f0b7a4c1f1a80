"""First names, family names, and the parts of companies, jobs and domains. Combined at random: nobody is meant."""

from fcall_helpers.data.types.base import by_comma, by_space

FIRST_NAMES = by_space("""
Aaliyah Abel Abena Adaeze Adrien Agnes Ahmed Aiko Aisha Alba Aleksander Alice Alina Amara Amir Ana Anaïs Anders Andrei
Anika Anjali Antoine Arash Ariel Arjun Arlo Astrid Aurora Axel Ayla Aylin Beatriz Ben Benedikt Bianca Björn Boris
Bruno Camila Carlos Carmen Cassandra Catalina Cedric Celeste Chidi Chiara Chloe Ciara Clara Claudia Connor Cosima
Daichi Dalia Damian Daniela Daria Deepak Delphine Diego Dilara Dimitri Dorothea Edith Eduardo Eero Elena Eleni Elias
Elif Elin Eloise Emeka Emilia Emre Enzo Erik Esther Ewa Fadi Farah Farid Fatima Felix Fergus Fernanda Fiona Florian
Freya Gabriel Gemma Giorgio Giulia Goran Greta Gustav Hana Hannah Haruto Hassan Hector Heidi Helena Hugo Ibrahim Ida
Idris Ignacio Ilse Imani Imogen Ingrid Irina Isaac Isla Ivan Ivana Jada Jakub Jamal Jana Jasper Javier Joana
Johan Jonas Jorge Josefine Joy Juan Judith Julian Kai Kamala Karim Karolina Katya Kavya Keiko Kenji Kerstin Khalid
Kofi Kwame Lamia Lars Laszlo Laura Layla Leandro Leila Lena Leon Liam Lidia Linh Linnea Lorenzo Louisa Luca Lucía
Ludwig Magnus Mai Malik Manon Marek Margot Mariam Marisol Marta Mateo Matilda Mei Mehmet Miguel Mila Milan Minh Mira
Mohan Nadia Naomi Natasha Neha Nia Niamh Nikolai Nils Nina Noah Noor Nuria Odette Oksana Olga Oliver Olu Omar Oona
Oscar Padma Paolo Paula Pavel Pedro Petra Phoebe Pilar Priya Quentin Rafael Rania Rashid Ravi Rebecca Renata Rhys
Ricardo Rohan Rosa Ruben Ruth Ryo Saanvi Sabine Sadia Salma Samir Sana Sander Santiago Sara Sean Selma Serena Sigrid
Silas Simone Siobhán Sofia Soren Stefan Sunita Suresh Svetlana Tamar Tara Tariq Tatiana Teodor Teresa Theo Thandi
Tiago Tomás Tova Uma Valentina Vera Victor Vikram Viola Wanda Wei Wilhelm Xavier Ximena Yara Yasmin Yewande Yuki Yusuf
Zahra Zainab Zara Zeynep Zoe Zoltan
""")
LAST_NAMES = by_space("""
Abbott Abebe Acosta Adeyemi Aguilar Ahlgren Akhtar Alvarez Amari Andersson Antonov Aoki Araujo Asante Atkinson Bakker
Balogun Banerjee Barros Baumann Becker Bello Benali Bergström Bianchi Blanco Bondar Bouchard Brandt Brennan Cabrera
Calloway Campos Cardoso Carvalho Castillo Chaudhry Chen Christensen Cisneros Cohen Conti Costa Cruz Dahl Dalca Danso
Delgado Desai Diallo Dimitrova Dobrev Doyle Dubois Duarte Ekström Eriksen Espinoza Evans Farouk Fernandes Ferrari
Fischer Fitzgerald Fofana Fontaine Forsberg Fournier Friedman Fujita Gallagher Galvão Ganesh Garcia Gebre Georgiou
Ghosh Gomes Greenwood Gruber Guerrero Gupta Haddad Hagen Halvorsen Hamdan Hansen Haq Hartmann Hashimoto Hayashi Heller
Hernández Herrera Hoffmann Holm Horvat Hossain Hughes Huang Ibarra Ilić Inoue Ivanova Iyer Jansen Jensen Jovanović
Kallio Kamara Kang Kaplan Karlsson Kato Kaur Keller Kelly Khan Kim Kimani Kovács Kowalski Kozlov Krishnan Kruger
Kuznetsov Laine Lambert Larsen Laurent Leclerc Lehmann Levy Lim Lindholm Lindqvist Lopes López Lund Maier Makinen
Malhotra Mancini Marchetti Martins Mbeki McCarthy Medina Mehta Mendoza Mensah Meyer Mishra Molina Montoya Moreau
Moreno Moretti Müller Murphy Mwangi Nakamura Nandakumar Navarro Nguyen Nielsen Novak Nowak Nuñez Obi Ochoa Okafor
Okonkwo Oliveira Olsen Ortega Osei Ozturk Pacheco Palmer Papadakis Park Patel Pereira Petersen Petrov Popescu Quinn
Quispe Raman Ramos Rao Rasmussen Reddy Reyes Ribeiro Richter Rinaldi Rivas Romano Rosen Rossi Roux Ruiz Saito Salazar
Sandberg Santos Sato Schneider Schulz Sharma Shimizu Silva Simić Singh Sokolov Solberg Sorensen Sousa Stein Suzuki
Svensson Szabo Takahashi Tanaka Tamm Teixeira Tesfaye Thapa Thomsen Torres Toure Tran Tremblay Ueda Uribe Usman Vargas
Vasquez Verma Vidal Vogel Wagner Walsh Watanabe Weber Weiss Winkler Wójcik Wong Yamada Yılmaz Yoon Zamora Zhang
Ziegler Zimmermann
""")
COMPANY_HEADS = by_space("""
Alder Amber Anchor Apex Arbor Arctic Aspen Atlas Aurora Basalt Beacon Birch Bluebird Boulder Bramble Bright Brook
Cactus Canyon Cascade Cedar Cinder Clover Cobalt Comet Copper Coral Crest Cypress Delta Drift Eagle Echo Elm Ember
Falcon Fern Fjord Flint Forge Fox Gale Garnet Glacier Golden Granite Green Grove Harbor Hazel Heron Hollow Indigo Iron
Ivory Jade Juniper Kestrel Lagoon Lantern Lark Lattice Lotus Lumen Lynx Maple Marble Meadow Meridian Mistral Moss
Nimbus North Oak Ocean Onyx Opal Orbit Orchard Osprey Otter Peak Pebble Pine Pioneer Prairie Quartz Quill Raven Reef
Ridge River Robin Saffron Sage Sequoia Shore Silver Solstice Sparrow Spruce Summit Swift Tern Thistle Thunder Tidal
Timber Topaz Tundra Umber Valley Velvet Verdant Violet Walnut Willow Wren Zephyr
""")
COMPANY_TAILS = by_comma("""
Analytics, Bakery, Bank, Biotech, Brewing, Builders, Capital, Ceramics, Clinic, Coffee, Consulting, Dairy, Design
Dynamics, Electric, Energy, Engineering, Farms, Films, Foods, Freight, Furniture, Games, Garments, Health, Hotels
Industries, Insurance, Labs, Logistics, Media, Motors, Music, Networks, Optics, Outfitters, Partners, Pharma, Press
Robotics, Security, Shipping, Software, Solar, Studios, Systems, Telecom, Textiles, Tools, Toys, Travel, Ventures
Works
""")
COMPANY_ENDS = ("", "", "", "", "", " Inc.", " Ltd", " GmbH", " & Co", " Group", " AB", " S.A.")
JOB_LEVELS = ("", "", "", "", "senior ", "junior ", "lead ", "assistant ", "chief ", "freelance ")
JOBS = by_comma("""
accountant, actuary, archaeologist, architect, art director, auditor, baker, barista, bartender, biologist, bookkeeper
bus driver, butcher, carpenter, cashier, chef, chemist, civil engineer, copywriter, curator, customer support agent
data analyst, data scientist, dental hygienist, dentist, electrician, event planner, farmer, firefighter, florist
game designer, geologist, graphic designer, hairdresser, hotel manager, illustrator, interpreter, journalist
lab technician, landscape gardener, lawyer, librarian, machine learning engineer, marketing manager, mechanic, midwife
music teacher, network engineer, nurse, occupational therapist, office manager, optician, paramedic, pharmacist
photographer, physicist, physiotherapist, pilot, plumber, product manager, project manager, proofreader, psychologist
receptionist, recruiter, sales manager, school principal, security analyst, social worker, software engineer
sound engineer, statistician, surveyor, tailor, tax advisor, teacher, technical writer, tour guide, train driver
translator, truck driver, tutor, veterinarian, video editor, waiter, warehouse worker, web developer, welder
wine merchant
""")
DEPARTMENTS = by_comma("""
Accounting, Administration, Analytics, Communications, Compliance, Customer Success, Design, Engineering, Facilities
Finance, Human Resources, Information Technology, Internal Audit, Legal, Logistics, Maintenance, Manufacturing
Marketing, Operations, Procurement, Product, Public Relations, Quality Assurance, Research, Sales, Security, Strategy
Support, Training
""")
DOMAIN_ENDS = ("com", "org", "net", "io", "dev", "co", "eu", "de", "fr", "ca", "co.uk", "app", "info", "example")
TEAM_ANIMALS = by_space("""
Badgers Bears Bisons Bobcats Bulls Cobras Condors Cougars Coyotes Cranes Crows Dolphins Dragons Eagles Falcons Foxes
Geckos Hawks Herons Hornets Jaguars Kestrels Lions Lynxes Mariners Miners Mustangs Nomads Orcas Otters Owls Panthers
Pelicans Penguins Pilots Rangers Ravens Rockets Sharks Stallions Storks Storms Tigers Titans Vikings Wanderers Wolves
""")
