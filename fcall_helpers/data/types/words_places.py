"""Real places to draw from: countries with their cities, US states, airports, time zones, streets."""

from fcall_helpers.data.types.base import by_comma, by_space

# Country | ISO 3166 code | some of its cities
_COUNTRIES = """
Argentina|AR|Buenos Aires, Córdoba, Rosario, Mendoza, Salta
Australia|AU|Sydney, Melbourne, Brisbane, Perth, Adelaide, Hobart, Darwin
Austria|AT|Vienna, Graz, Villach, Salzburg, Innsbruck
Bangladesh|BD|Dhaka, Chittagong, Khulna, Sylhet
Belgium|BE|Brussels, Antwerp, Ghent, Bruges, Liège
Bolivia|BO|La Paz, Cochabamba, Sucre
Brazil|BR|São Paulo, Rio de Janeiro, Salvador, Recife, Curitiba, Porto Alegre, Manaus
Bulgaria|BG|Sofia, Plovdiv, Varna, Burgas
Cambodia|KH|Phnom Penh, Siem Reap, Battambang
Cameroon|CM|Yaoundé, Douala, Garoua
Canada|CA|Toronto, Montréal, Vancouver, Calgary, Ottawa, Winnipeg, Halifax, Québec City
Chile|CL|Santiago, Valparaíso, Concepción, Antofagasta
China|CN|Beijing, Shanghai, Guangzhou, Shenzhen, Chengdu, Wuhan, Hangzhou, Xi'an
Colombia|CO|Bogotá, Medellín, Cali, Cartagena, Barranquilla
Costa Rica|CR|San José, Alajuela, Limón
Croatia|HR|Zagreb, Split, Dubrovnik, Rijeka, Zadar
Cuba|CU|Havana, Camagüey, Holguín
Cyprus|CY|Nicosia, Limassol, Larnaca
Czechia|CZ|Prague, Brno, Ostrava, Plzeň
Denmark|DK|Copenhagen, Aarhus, Odense, Aalborg
Ecuador|EC|Quito, Guayaquil, Cuenca
Egypt|EG|Cairo, Alexandria, Luxor, Aswan
Estonia|EE|Tallinn, Tartu, Pärnu
Ethiopia|ET|Addis Ababa, Gondar, Hawassa
Finland|FI|Helsinki, Tampere, Turku, Oulu, Espoo
France|FR|Paris, Lyon, Marseille, Toulouse, Nice, Nantes, Strasbourg, Bordeaux, Lille
Georgia|GE|Tbilisi, Batumi, Kutaisi
Germany|DE|Berlin, Hamburg, Munich, Cologne, Frankfurt, Stuttgart, Dresden, Leipzig, Bremen
Ghana|GH|Accra, Kumasi, Tamale
Greece|GR|Athens, Thessaloniki, Patras, Heraklion
Guatemala|GT|Guatemala City, Antigua, Quetzaltenango
Hungary|HU|Budapest, Debrecen, Szeged, Pécs
Iceland|IS|Reykjavík, Akureyri
India|IN|Mumbai, Delhi, Bengaluru, Chennai, Kolkata, Hyderabad, Pune, Jaipur, Kochi
Indonesia|ID|Jakarta, Surabaya, Bandung, Medan, Denpasar
Iran|IR|Tehran, Isfahan, Shiraz, Tabriz
Ireland|IE|Dublin, Cork, Galway, Limerick
Israel|IL|Tel Aviv, Haifa, Jerusalem
Italy|IT|Rome, Milan, Naples, Turin, Florence, Venice, Bologna, Palermo
Jamaica|JM|Kingston, Montego Bay
Japan|JP|Tokyo, Osaka, Kyoto, Sapporo, Nagoya, Fukuoka, Hiroshima, Kobe
Jordan|JO|Amman, Aqaba, Irbid
Kazakhstan|KZ|Almaty, Astana, Shymkent
Kenya|KE|Nairobi, Mombasa, Kisumu, Nakuru
Latvia|LV|Riga, Daugavpils, Liepāja
Lebanon|LB|Beirut, Tripoli, Sidon
Lithuania|LT|Vilnius, Kaunas, Klaipėda
Luxembourg|LU|Esch-sur-Alzette, Differdange
Malaysia|MY|Kuala Lumpur, George Town, Johor Bahru, Ipoh
Malta|MT|Valletta, Sliema
Mexico|MX|Mexico City, Guadalajara, Monterrey, Puebla, Mérida, Oaxaca, Tijuana
Mongolia|MN|Ulaanbaatar, Erdenet
Morocco|MA|Casablanca, Marrakesh, Fez, Rabat, Tangier
Namibia|NA|Windhoek, Swakopmund
Nepal|NP|Kathmandu, Pokhara
Netherlands|NL|Amsterdam, Rotterdam, Utrecht, Eindhoven, The Hague, Groningen
New Zealand|NZ|Auckland, Wellington, Christchurch, Dunedin, Queenstown
Nigeria|NG|Lagos, Abuja, Kano, Ibadan
Norway|NO|Oslo, Bergen, Trondheim, Stavanger, Tromsø
Oman|OM|Muscat, Salalah
Pakistan|PK|Karachi, Lahore, Islamabad, Peshawar
Panama|PA|Panama City, Boquete
Paraguay|PY|Asunción, Encarnación
Peru|PE|Lima, Cusco, Arequipa, Trujillo
Philippines|PH|Manila, Cebu City, Davao City, Baguio
Poland|PL|Warsaw, Kraków, Gdańsk, Wrocław, Poznań, Łódź
Portugal|PT|Lisbon, Porto, Braga, Coimbra, Faro
Romania|RO|Bucharest, Cluj-Napoca, Timișoara, Iași, Brașov
Rwanda|RW|Kigali, Butare
Saudi Arabia|SA|Riyadh, Jeddah, Dammam
Senegal|SN|Dakar, Saint-Louis, Thiès
Serbia|RS|Belgrade, Novi Sad, Niš
Slovakia|SK|Bratislava, Košice, Žilina
Slovenia|SI|Ljubljana, Maribor, Koper
South Africa|ZA|Cape Town, Johannesburg, Durban, Pretoria, Bloemfontein
South Korea|KR|Seoul, Busan, Incheon, Daegu, Jeju City
Spain|ES|Madrid, Barcelona, Valencia, Seville, Zaragoza, Málaga, Bilbao, Granada
Sri Lanka|LK|Colombo, Kandy, Galle
Sweden|SE|Stockholm, Gothenburg, Malmö, Uppsala, Umeå
Switzerland|CH|Zürich, Geneva, Basel, Bern, Lausanne, Lucerne
Taiwan|TW|Taipei, Kaohsiung, Tainan, Taichung
Tanzania|TZ|Dar es Salaam, Arusha, Dodoma
Thailand|TH|Bangkok, Chiang Mai, Phuket, Pattaya
Tunisia|TN|Tunis, Sfax, Sousse
Turkey|TR|Istanbul, Ankara, Izmir, Antalya, Bursa
Uganda|UG|Kampala, Entebbe, Gulu
Ukraine|UA|Kyiv, Lviv, Odesa, Kharkiv
United Arab Emirates|AE|Dubai, Abu Dhabi, Sharjah
United Kingdom|GB|London, Manchester, Edinburgh, Glasgow, Bristol, Leeds, Cardiff, Belfast, York
United States|US|Chicago, Houston, Seattle, Denver, Boston, Atlanta, Miami, Phoenix, Portland
Uruguay|UY|Montevideo, Salto, Punta del Este
Uzbekistan|UZ|Tashkent, Samarkand, Bukhara
Vietnam|VN|Hanoi, Ho Chi Minh City, Da Nang, Hue
Zambia|ZM|Lusaka, Livingstone, Ndola
Zimbabwe|ZW|Harare, Bulawayo
"""
_ROWS = tuple(tuple(line.split("|")) for line in _COUNTRIES.strip().splitlines())
COUNTRIES = {country: code for country, code, _ in _ROWS}
CITY_COUNTRY = tuple((city, country) for country, _, cities in _ROWS for city in cities.split(", "))
CITIES = tuple(city for city, _ in CITY_COUNTRY)

# State | code | some of its cities
_STATES = """
Alabama|AL|Birmingham, Huntsville, Mobile
Alaska|AK|Anchorage, Juneau, Fairbanks
Arizona|AZ|Tucson, Mesa, Flagstaff, Tempe
Arkansas|AR|Little Rock, Fayetteville
California|CA|Los Angeles, San Diego, Fresno, Oakland, San Jose, Sacramento, Long Beach
Colorado|CO|Boulder, Aurora, Fort Collins, Pueblo
Connecticut|CT|Hartford, New Haven, Stamford
Delaware|DE|Wilmington, Dover
Florida|FL|Tampa, Orlando, Jacksonville, Tallahassee, Sarasota
Georgia|GA|Savannah, Augusta, Macon
Hawaii|HI|Honolulu, Hilo, Kailua
Idaho|ID|Boise, Nampa, Pocatello
Illinois|IL|Peoria, Rockford, Naperville, Evanston
Indiana|IN|Indianapolis, Fort Wayne, Bloomington
Iowa|IA|Des Moines, Cedar Rapids, Davenport
Kansas|KS|Wichita, Topeka, Lawrence
Kentucky|KY|Louisville, Lexington, Bowling Green
Louisiana|LA|New Orleans, Lafayette, Shreveport
Maine|ME|Bangor, Augusta, Bar Harbor
Maryland|MD|Baltimore, Annapolis, Frederick
Massachusetts|MA|Worcester, Cambridge, Lowell, Salem
Michigan|MI|Detroit, Ann Arbor, Lansing, Grand Rapids
Minnesota|MN|Minneapolis, Saint Paul, Duluth, Rochester
Mississippi|MS|Jackson, Biloxi, Gulfport
Missouri|MO|Kansas City, Saint Louis, Columbia
Montana|MT|Billings, Missoula, Bozeman
Nebraska|NE|Omaha, Lincoln, Kearney
Nevada|NV|Las Vegas, Reno, Henderson
New Hampshire|NH|Concord, Nashua, Manchester
New Jersey|NJ|Newark, Trenton, Hoboken, Princeton
New Mexico|NM|Albuquerque, Santa Fe, Taos
New York|NY|Buffalo, Albany, Syracuse, Ithaca, Yonkers
North Carolina|NC|Charlotte, Raleigh, Durham, Asheville
Ohio|OH|Columbus, Cleveland, Cincinnati, Dayton, Toledo
Oklahoma|OK|Tulsa, Norman, Oklahoma City
Oregon|OR|Salem, Eugene, Bend, Portland
Pennsylvania|PA|Philadelphia, Pittsburgh, Erie, Scranton
Rhode Island|RI|Providence, Newport, Warwick
South Carolina|SC|Charleston, Columbia, Greenville
South Dakota|SD|Sioux Falls, Rapid City, Pierre
Tennessee|TN|Nashville, Memphis, Knoxville, Chattanooga
Texas|TX|Austin, Dallas, San Antonio, El Paso, Lubbock, Fort Worth
Utah|UT|Salt Lake City, Provo, Ogden, Moab
Vermont|VT|Burlington, Montpelier, Stowe
Virginia|VA|Richmond, Norfolk, Roanoke, Alexandria
Washington|WA|Spokane, Tacoma, Olympia, Bellevue
West Virginia|WV|Morgantown, Huntington
Wisconsin|WI|Madison, Milwaukee, Green Bay
Wyoming|WY|Cheyenne, Laramie, Cody
"""
_NORTH_DAKOTA = "North Dakota|ND|Fargo, Bismarck, Minot"  # codespell:ignore
_STATE_ROWS = tuple(tuple(line.split("|")) for line in [*_STATES.strip().splitlines(), _NORTH_DAKOTA])
STATES = {state: code for state, code, _ in _STATE_ROWS}
CITY_STATE = tuple((city, state) for state, _, cities in _STATE_ROWS for city in cities.split(", "))

_AIRPORTS = """
AKL Auckland|AMS Amsterdam|ARN Stockholm|ATH Athens|ATL Atlanta|AUS Austin|BCN Barcelona|BER Berlin|BKK Bangkok
BLL Billund|BNE Brisbane|BOG Bogotá|BOM Mumbai|BOS Boston|BRU Brussels|BUD Budapest|CAI Cairo|CDG Paris|CGK Jakarta
CMN Casablanca|CPH Copenhagen|CPT Cape Town|CUN Cancún|DEL Delhi|DEN Denver|DFW Dallas|DPS Denpasar|DTW Detroit
DUB Dublin|DXB Dubai|EDI Edinburgh|EZE Buenos Aires|FCO Rome|FRA Frankfurt|GIG Rio de Janeiro|GRU São Paulo
GVA Geneva|HAM Hamburg|HAN Hanoi|HKG Hong Kong|HND Tokyo|HNL Honolulu|IAD Washington|ICN Seoul
JFK New York|JNB Johannesburg|KEF Reykjavík|KRK Kraków|KTM Kathmandu|KUL Kuala Lumpur|LAS Las Vegas
LAX Los Angeles|LHR London|LIM Lima|LIS Lisbon|LJU Ljubljana|LOS Lagos|LYS Lyon|MAD Madrid|MCO Orlando|MEL Melbourne
MEX Mexico City|MIA Miami|MLA Malta|MNL Manila|MSP Minneapolis|MUC Munich|MVD Montevideo|MXP Milan|NBO Nairobi
NRT Narita|OPO Porto|ORD Chicago|OSL Oslo|OTP Bucharest|PDX Portland|PEK Beijing|PER Perth|PHL Philadelphia
PHX Phoenix|PMI Palma|PRG Prague|PVG Shanghai|RAK Marrakesh|RIX Riga|SAN San Diego|SCL Santiago|SEA Seattle
SFO San Francisco|SGN Ho Chi Minh City|SIN Singapore|SKP Skopje|SLC Salt Lake City|SOF Sofia|SYD Sydney|TLL Tallinn
TPE Taipei|TRD Trondheim|TUN Tunis|UIO Quito|VCE Venice|VNO Vilnius|WAW Warsaw|WLG Wellington|YUL Montréal
YVR Vancouver|YYZ Toronto|ZAG Zagreb|ZRH Zürich
"""
AIRPORTS = {entry[:3]: entry[4:] for line in _AIRPORTS.strip().splitlines() for entry in line.split("|")}

TIMEZONES = by_space("""
Africa/Accra Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos Africa/Nairobi Africa/Tunis
America/Anchorage America/Bogota America/Caracas America/Chicago America/Denver America/Halifax America/Havana
America/La_Paz America/Lima America/Los_Angeles America/Mexico_City America/Montevideo America/New_York America/Panama
America/Phoenix America/Santiago America/Sao_Paulo America/Toronto America/Vancouver Asia/Almaty Asia/Amman
Asia/Baghdad Asia/Bangkok Asia/Beirut Asia/Colombo Asia/Dhaka Asia/Dubai Asia/Hong_Kong Asia/Jakarta Asia/Jerusalem
Asia/Karachi Asia/Kathmandu Asia/Kolkata Asia/Kuala_Lumpur Asia/Manila Asia/Riyadh Asia/Seoul Asia/Shanghai
Asia/Singapore Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran Asia/Tokyo Asia/Yerevan Atlantic/Azores
Atlantic/Bermuda Atlantic/Reykjavik Australia/Adelaide Australia/Brisbane Australia/Darwin Australia/Hobart
Australia/Melbourne Australia/Perth Australia/Sydney Europe/Amsterdam Europe/Athens Europe/Belgrade Europe/Berlin
Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Copenhagen Europe/Dublin Europe/Helsinki Europe/Istanbul
Europe/Kyiv Europe/Lisbon Europe/London Europe/Luxembourg Europe/Madrid Europe/Oslo Europe/Paris Europe/Prague
Europe/Riga Europe/Rome Europe/Sofia Europe/Stockholm Europe/Tallinn Europe/Vienna Europe/Vilnius Europe/Warsaw
Europe/Zagreb Europe/Zurich Indian/Maldives Indian/Mauritius Pacific/Auckland Pacific/Fiji Pacific/Guam
Pacific/Honolulu Pacific/Tahiti
""")

STREETS = by_comma("""
Maple, Oak, Cedar, Birch, Willow, Chestnut, Juniper, Hawthorn, Linden, Magnolia, Station, Church, Mill, Bridge, Market
Harbor, Orchard, Meadow, Garden, Lake, River, Hill, Park, Forest, Sunset, Canal, Castle, Abbey, School, Museum
Foundry, Lighthouse, Quarry, Vineyard, Windmill, Ferry, College, Observatory, Granary, Cobbler, Tanner, Weaver, Fisher
Cooper
""")
STREET_KINDS = ("Street", "Avenue", "Road", "Lane", "Drive", "Court", "Way", "Terrace", "Boulevard", "Place")
LANDMARK_KINDS = (
    *("Museum", "Bridge", "Castle", "Market", "Gardens", "Lighthouse", "Observatory", "Library", "Theater"),
    *("Station", "Stadium", "Cathedral", "Tower", "Harbor", "Zoo", "Aquarium"),
)
