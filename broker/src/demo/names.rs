//! Names of the demo world.

use tessera_shared::words::{Environment, GatewayMode};

/// Tenants that come first, as their people know them: slug, name, colour.
pub const FIRST: &[(&str, &str, &str)] = &[
    ("halden-rail", "Halden Rail", "#0f766e"),
    ("northquay", "Northquay Freight", "#2a56c6"),
    ("solvara", "Solvara Energy", "#f2c230"),
    ("kestrel", "Kestrel Air Cargo", "#b3261e"),
    ("tidemark", "Tidemark Pay", "#38bdf8"),
    ("opaline", "Opaline Travel", "#f4a6d0"),
    ("marlowe", "Marlowe Mutual", "#4f46a5"),
    ("brightwell", "Brightwell Clinics", "#0e7490"),
    ("ferrum", "Ferrum Toolworks", "#c2410c"),
    ("arcwell", "Arcwell Telecom", "#6d4fc2"),
    ("lumen-pike", "Lumen & Pike", "#b03060"),
    ("monoform", "Monoform Bank", "#3f3f46"),
    ("norrvik", "Norrvik Ports", "#0b6e8f"),
    ("notary-cloud", "Notary Cloud", "#7c4db8"),
];

const HEADS: &[&str] = &[
    "Alder", "Amber", "Aster", "Beacon", "Birch", "Calder", "Cedar", "Cobalt", "Corvid", "Delta", "Ember", "Fallow",
    "Garnet", "Harbour", "Indigo", "Juniper", "Keystone", "Larch", "Meridian", "Nimbus", "Orchard", "Pinnacle",
    "Quarry", "Rowan", "Sable", "Tamarind", "Umber", "Verdant", "Willow", "Zephyr",
];

const TAILS: &[&str] = &[
    "Air",
    "Bank",
    "Clinics",
    "Energy",
    "Foods",
    "Freight",
    "Insurance",
    "Logistics",
    "Media",
    "Mobility",
    "Motors",
    "Pay",
    "Pharma",
    "Retail",
    "Telecom",
    "Water",
];

/// Slug, name and colour of the tenant at `index`; all are distinct.
pub fn tenant(index: usize) -> (String, String, String) {
    if let Some((slug, name, accent)) = FIRST.get(index) {
        return ((*slug).to_owned(), (*name).to_owned(), (*accent).to_owned());
    }
    let number = index - FIRST.len();
    let head = HEADS.get(number % HEADS.len()).copied().unwrap_or("Alder");
    let tail = TAILS.get(number / HEADS.len() % TAILS.len()).copied().unwrap_or("Air");
    let round = number / (HEADS.len() * TAILS.len());
    let name = if round == 0 {
        format!("{head} {tail}")
    } else {
        format!("{head} {tail} {}", round + 1)
    };
    let slug = name.to_lowercase().replace(' ', "-");
    (slug, name, accent(number))
}

/// Colours walk round the wheel by the golden angle, in six lightnesses.
fn accent(number: usize) -> String {
    let step = u32::try_from(number % 100_000).unwrap_or(0);
    let hue = f64::from(step) * 137.507_764 % 360.0;
    let light = 0.28 + 0.09 * f64::from(step % 6);
    let chroma = |offset: f64| {
        let k = (offset + hue / 30.0) % 12.0;
        let value = light - 0.55 * light.min(1.0 - light) * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        format!("{:02x}", channel(value))
    };
    format!("#{}{}{}", chroma(0.0), chroma(8.0), chroma(4.0))
}

/// A share of the full channel as a byte.
fn channel(share: f64) -> u8 {
    (0..=255_u8)
        .rev()
        .find(|byte| f64::from(*byte) <= share * 255.0 + 0.5)
        .unwrap_or(0)
}

/// Partners: company and contact.
pub const PARTNERS: &[(&str, &str)] = &[
    ("Fjord Ticketing", "Signe Dahl"),
    ("Kitewing Travel", "Rafael Prado"),
    ("Loopline", "Maud Perrin"),
    ("Parcelbird", "Jonas Weber"),
    ("Greyfield Robotics", "Ines Duarte"),
    ("Gridline Labs", "Owen Hart"),
    ("Ledgerleaf", "Priya Nair"),
    ("Carepath Data", "Lucia Romano"),
    ("Boltworks", "Tomas Novak"),
    ("Stackport", "Emil Larsen"),
    ("Onda Mobility", "Bruna Costa"),
    ("Berthwise", "Klara Vogt"),
    ("Northgate Lines", "Hugo Martin"),
    ("Quillbase", "Nadia Haddad"),
    ("Tallyhouse", "Ben Foster"),
    ("Mapwright", "Yuki Tanaka"),
    ("Sunvolt", "Marta Silva"),
    ("Freshcart", "Liam Byrne"),
    ("Docklight", "Anouk Visser"),
    ("Railhop", "Oskar Lind"),
    ("Pinpost", "Elif Kaya"),
    ("Safeharbor Apps", "Grace Kim"),
    ("Metricmill", "Ravi Shah"),
    ("Cloudferry", "Julia Roth"),
];

/// Applications of partners.
pub const APPLICATIONS: &[&str] = &[
    "Web shop",
    "Mobile app",
    "Nightly export",
    "Delay alerts",
    "Timetable mirror",
    "Fare quotes",
    "Crew roster sync",
    "Invoice matcher",
    "Fleet map",
    "Loyalty portal",
    "Chat assistant",
    "Data warehouse",
    "Kiosk",
    "Integration tests",
    "Price watch",
    "Control tower",
];

/// Reasons in partners' words.
pub const REASONS: &[&str] = &[
    "Quote prices on our pages without a reload.",
    "Our robots read the manifest two hours before each flight, to plan belts.",
    "Customers should pick a seat and keep it for ten minutes while they pay.",
    "Reconcile payouts every night instead of by spreadsheet.",
    "Warn travellers before they leave home when something is late.",
    "Show stock per store in our app.",
    "Replace the file drop that breaks every month end.",
    "Let our field staff see appointments on their phones.",
];

/// Short name, name, description and scopes of an API; a scope is verb, description and whether it writes.
pub type ApiKind = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str, bool)],
);

/// Kinds of APIs.
pub const APIS: &[ApiKind] = &[
    (
        "seats",
        "Seats",
        "Find free seats, hold and book them.",
        &[
            ("read", "See free seats and seat maps.", false),
            ("hold", "Hold a seat for ten minutes.", true),
            ("book", "Turn a hold into a booking.", true),
            ("refund", "Give a booked seat back, with money.", true),
        ],
    ),
    (
        "fares",
        "Fares",
        "Look up fares and quote prices.",
        &[
            ("read", "See fares and conditions.", false),
            ("quote", "Get a price that holds for an hour.", false),
        ],
    ),
    (
        "timetable",
        "Timetable",
        "Read the timetable and follow delays.",
        &[
            ("read", "See planned departures.", false),
            ("live", "Follow delays as they happen.", false),
        ],
    ),
    (
        "shipments",
        "Shipments",
        "Announce shipments and follow them.",
        &[
            ("read", "Follow shipments.", false),
            ("create", "Announce a shipment.", true),
            ("label", "Print labels.", false),
        ],
    ),
    (
        "invoices",
        "Invoices",
        "Read invoices, one by one or in bulk.",
        &[
            ("read", "See invoices.", false),
            ("export", "Take invoices out in bulk.", false),
        ],
    ),
    (
        "metering",
        "Metering",
        "Read meters, and correct what was read wrong.",
        &[
            ("read", "See meter readings.", false),
            ("subscribe", "Get readings pushed.", false),
            ("write", "Correct a reading.", true),
        ],
    ),
    (
        "claims",
        "Claims",
        "File claims and follow them.",
        &[
            ("read", "See claims and their state.", false),
            ("file", "File a claim.", true),
        ],
    ),
    (
        "payouts",
        "Payouts",
        "Start payouts and see what became of them.",
        &[
            ("read", "See payouts.", false),
            ("create", "Start a payout.", true),
            ("cancel", "Stop a payout that has not left.", true),
        ],
    ),
    (
        "stock",
        "Stock",
        "See stock per place and set some aside.",
        &[
            ("read", "See stock per place.", false),
            ("reserve", "Set stock aside.", true),
        ],
    ),
    (
        "appointments",
        "Appointments",
        "Find free times and book them.",
        &[("read", "See free times.", false), ("book", "Book a time.", true)],
    ),
];

/// Gateways: name, place, environment and how they ask.
pub const GATEWAYS: &[(&str, &str, Environment, GatewayMode)] = &[
    (
        "edge-1",
        "Public edge",
        Environment::Production,
        GatewayMode::ForwardAuth,
    ),
    (
        "edge-2",
        "Public edge, second site",
        Environment::Production,
        GatewayMode::ForwardAuth,
    ),
    (
        "partner-hub",
        "Partner hub",
        Environment::Production,
        GatewayMode::Introspection,
    ),
    ("staging", "Rehearsal", Environment::Staging, GatewayMode::ForwardAuth),
    ("sandbox", "Playground", Environment::Sandbox, GatewayMode::ForwardAuth),
    (
        "test-bench",
        "Test bench",
        Environment::Sandbox,
        GatewayMode::ForwardAuth,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use tessera_shared::accent::parse_hex;
    use tessera_shared::validate::is_slug;

    #[test]
    fn two_thousand_tenants_are_distinct_and_valid() {
        let (mut slugs, mut names) = (HashSet::new(), HashSet::new());
        for index in 0..2_000 {
            let (slug, name, accent) = tenant(index);
            assert!(is_slug(&slug) || slug == "lumen-pike", "{slug}");
            assert!(parse_hex(&accent).is_some(), "{accent}");
            assert!(slugs.insert(slug) && names.insert(name));
        }
    }

    #[test]
    fn the_first_three_hundred_colours_are_distinct() {
        let colours: HashSet<String> = (0..300).map(|index| tenant(index).2).collect();
        assert_eq!(colours.len(), 300);
    }
}
