//! Other names of countries: official long forms, former names and what people write in files.
//!
//! Long forms are those of `datasets/country-codes` (ODC-PDDL 1.0). A name that means two countries, such
//! as "Korea", is absent: a guess would be wrong half of the time. "Congo" alone is the country that ISO
//! calls so.

/// Alpha-3 code and other names, sorted by code.
pub(super) const ALIASES: &[(&str, &[&str])] = &[
    ("ARE", &["UAE", "Emirates", "EAU"]),
    (
        "BES",
        &[
            "Bonaire, Sint Eustatius and Saba",
            "Bonaire, Saint-Eustache et Saba",
            "Bonaire",
        ],
    ),
    ("BIH", &["Bosnia", "Bosnia-Herzegovina", "BiH", "Bosnie"]),
    ("BLR", &["Byelorussia"]),
    (
        "BOL",
        &[
            "Bolivia (Plurinational State of)",
            "Bolivie (État plurinational de)",
        ],
    ),
    ("BRN", &["Brunei Darussalam"]),
    ("BYS", &["Byelorussian Soviet Socialist Republic"]),
    ("CAF", &["CAR", "RCA", "Centrafrique"]),
    (
        "CCK",
        &[
            "Cocos (Keeling) Islands",
            "Îles des Cocos (Keeling)",
            "Keeling Islands",
        ],
    ),
    ("CHN", &["People’s Republic of China", "PRC"]),
    ("CIV", &["Ivory Coast"]),
    (
        "COD",
        &[
            "Democratic Republic of the Congo",
            "République démocratique du Congo",
            "DRC",
            "Congo-Kinshasa",
            "Democratic Republic of Congo",
            "DR Congo (Zaire)",
            "RDC",
        ],
    ),
    (
        "COG",
        &["Congo", "Republic of the Congo", "République du Congo"],
    ),
    ("CPV", &["Cabo Verde"]),
    ("CZE", &["Czech Republic", "République tchèque"]),
    ("DDR", &["German Democratic Republic", "GDR", "RDA"]),
    ("DEU", &["Federal Republic of Germany"]),
    (
        "FLK",
        &[
            "Îles Falkland (Malvinas)",
            "Falkland Islands (Malvinas)",
            "Malvinas",
            "Malouines",
            "Îles Malouines",
        ],
    ),
    ("FRO", &["Faeroe Islands"]),
    (
        "FSM",
        &[
            "Micronesia (Federated States of)",
            "Micronésie (États fédérés de)",
            "Federated States of Micronesia",
        ],
    ),
    ("FXX", &["France, Metropolitan"]),
    (
        "GBR",
        &[
            "United Kingdom of Great Britain and Northern Ireland",
            "Royaume-Uni de Grande-Bretagne et d’Irlande du Nord",
            "UK",
            "Great Britain",
            "Britain",
            "Grande-Bretagne",
        ],
    ),
    ("GRC", &["EL", "Hellas"]),
    (
        "HKG",
        &[
            "China, Hong Kong Special Administrative Region",
            "Chine, région administrative spéciale de Hong Kong",
            "Hong Kong SAR",
        ],
    ),
    (
        "HMD",
        &[
            "Heard Island and McDonald Islands",
            "Île Heard-et-Îles MacDonald",
        ],
    ),
    ("IRL", &["Republic of Ireland", "Eire"]),
    (
        "IRN",
        &[
            "Iran (Islamic Republic of)",
            "Iran (République islamique d’)",
            "Persia",
        ],
    ),
    ("KAZ", &["Kazakstan"]),
    ("KGZ", &["Kirghizia", "Kirghizstan"]),
    ("KHM", &["Cambodia (Kampuchea)", "Kampuchea"]),
    (
        "KOR",
        &[
            "Republic of Korea",
            "République de Corée",
            "Korea, South",
            "ROK",
        ],
    ),
    (
        "LAO",
        &[
            "Lao People’s Democratic Republic",
            "République démocratique populaire lao",
        ],
    ),
    ("LBY", &["Libyan Arab Jamahiriya"]),
    ("LKA", &["Ceylon"]),
    (
        "MAC",
        &[
            "China, Macao Special Administrative Region",
            "Chine, région administrative spéciale de Macao",
            "Macau",
        ],
    ),
    (
        "MAF",
        &[
            "Saint Martin (French Part)",
            "Saint-Martin (partie française)",
        ],
    ),
    ("MDA", &["Republic of Moldova", "République de Moldova"]),
    ("MDG", &["Madagascar (Malagasy)"]),
    ("MKD", &["Macedonia", "FYR Macedonia", "Macedonia, FYR"]),
    ("MMR", &["Burma", "Birmanie", "Myanmar (Burma)"]),
    ("NIU", &["Nioué"]),
    ("NLD", &["Pays-Bas (Royaume des)", "Holland", "Hollande"]),
    ("PCN", &["Pitcairn Islands"]),
    (
        "PRK",
        &[
            "Democratic People’s Republic of Korea",
            "République populaire démocratique de Corée",
            "Korea, North",
            "DPRK",
        ],
    ),
    (
        "PSE",
        &[
            "State of Palestine",
            "État de Palestine",
            "Palestinian Territories",
            "Occupied Palestinian Territory",
            "Palestinian Territory",
            "West Bank and Gaza",
        ],
    ),
    ("REU", &["La Réunion"]),
    ("RHO", &["Rhodesia", "Rhodésie"]),
    ("ROU", &["ROM", "Rumania"]),
    (
        "RUS",
        &[
            "Russian Federation",
            "Fédération de Russie",
            "Russia (Soviet Union)",
        ],
    ),
    (
        "SGS",
        &[
            "South Georgia and the South Sandwich Islands",
            "Géorgie du Sud-et-les Îles Sandwich du Sud",
        ],
    ),
    ("SHN", &["Saint Helena, Ascension and Tristan da Cunha"]),
    (
        "SJM",
        &[
            "Svalbard and Jan Mayen Islands",
            "Îles Svalbard-et-Jan Mayen",
        ],
    ),
    ("SRB", &["Serbia (Yugoslavia)"]),
    ("SSD", &["South Soudan"]),
    ("SUN", &["USSR", "URSS"]),
    ("SUR", &["Surinam"]),
    ("SWZ", &["Swaziland", "Kingdom of eSwatini (Swaziland)"]),
    (
        "SXM",
        &[
            "Sint Maarten (Dutch part)",
            "Saint-Martin (partie néerlandaise)",
        ],
    ),
    (
        "SYR",
        &["Syrian Arab Republic", "République arabe syrienne"],
    ),
    ("THA", &["Siam"]),
    ("TKL", &["Tokélaou"]),
    ("TLS", &["East Timor", "Timor"]),
    ("TUR", &["Turkey"]),
    ("TWN", &["Taiwan, Province of China", "Chinese Taipei"]),
    (
        "TZA",
        &["United Republic of Tanzania", "République-Unie de Tanzanie"],
    ),
    (
        "UMI",
        &[
            "United States Minor Outlying Islands",
            "Îles mineures éloignées des États-Unis",
        ],
    ),
    (
        "USA",
        &[
            "United States of America",
            "États-Unis d’Amérique",
            "America",
        ],
    ),
    ("VAT", &["Holy See", "Saint-Siège"]),
    ("VCT", &["Saint Vincent and the Grenadines"]),
    ("VDR", &["Democratic Republic of Viet-Nam"]),
    (
        "VEN",
        &[
            "Venezuela (Bolivarian Republic of)",
            "Venezuela (République bolivarienne du)",
        ],
    ),
    ("VGB", &["Virgin Islands, British"]),
    (
        "VIR",
        &["United States Virgin Islands", "Virgin Islands, US"],
    ),
    ("WLF", &["Wallis and Futuna Islands"]),
    ("WSM", &["Western Samoa"]),
    ("XKX", &["XKO", "RKS"]),
    ("YEM", &["Yemen (North Yemen)"]),
    (
        "YMD",
        &["Democratic Yemen", "People’s Democratic Republic of Yemen"],
    ),
    ("YUG", &["Yugoslavia, Socialist Federal Republic of"]),
    ("ZWE", &["Zimbabwe (Rhodesia)"]),
];
