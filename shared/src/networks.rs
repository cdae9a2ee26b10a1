//! Networks that a token may be used from: IPv4 and IPv6 in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3),
//! each in its one canonical spelling (RFC 5952 for IPv6).

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net};

/// Most networks of one token.
pub const MAX_NETWORKS: usize = 16;

/// Why a text is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotANetwork {
    /// Something else.
    #[error("Write a network such as 192.0.2.0/24 or 2001:db8::/32.")]
    Garbage,
    /// A network in another spelling than this.
    #[error("Write it as {0}.")]
    Spelling(IpNet),
}

/// Reads one network in its canonical spelling: no bits behind the prefix, no IPv4 dressed up as IPv6.
pub fn parse_network(text: &str) -> Result<IpNet, NotANetwork> {
    let (address, length) = text.split_once('/').unwrap_or((text, ""));
    let address: IpAddr = address.parse().map_err(|_cause| NotANetwork::Garbage)?;
    if !text.contains('/') {
        return Err(NotANetwork::Spelling(IpNet::from(address.to_canonical())));
    }
    let length = length.parse().map_err(|_cause| NotANetwork::Garbage)?;
    let read = IpNet::new(address, length).map_err(|_cause| NotANetwork::Garbage)?;
    let canonical = folded(read.trunc());
    if canonical.to_string() == text {
        Ok(canonical)
    } else {
        Err(NotANetwork::Spelling(canonical))
    }
}

/// A network of IPv4-mapped IPv6 addresses (RFC 4291 §2.5.5.2) as the IPv4 network it means.
fn folded(network: IpNet) -> IpNet {
    let IpNet::V6(mapped) = network else { return network };
    let within = mapped.prefix_len().checked_sub(96);
    mapped
        .addr()
        .to_ipv4_mapped()
        .zip(within)
        .and_then(|(address, length)| Ipv4Net::new(address, length).ok())
        .map_or(network, IpNet::V4)
}

/// The networks of a token, in order and each once. None means anywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Networks in any order.
    pub fn parse<S: AsRef<str>>(texts: &[S]) -> Result<Self, NotANetwork> {
        let read: Result<Vec<IpNet>, NotANetwork> = texts.iter().map(|text| parse_network(text.as_ref())).collect();
        let mut networks = read?;
        networks.sort_unstable();
        networks.dedup();
        Ok(Self(networks))
    }

    /// Whether a token may be used from anywhere.
    pub fn is_anywhere(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a caller may use the token; `from` is none when nobody can say where the call comes from.
    pub fn admit(&self, from: Option<IpAddr>) -> bool {
        let inside = |address: IpAddr| {
            let address = address.to_canonical();
            self.0.iter().any(|network| network.contains(&address))
        };
        self.is_anywhere() || from.is_some_and(inside)
    }

    /// Each in its canonical spelling.
    pub fn to_texts(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }
}

/// As it is stored: with spaces between.
impl fmt::Display for Networks {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, network) in self.0.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(out, "{space}{network}")?;
        }
        Ok(())
    }
}

impl FromStr for Networks {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        Self::parse(&text.split(' ').collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn why(text: &str) -> String {
        parse_network(text).unwrap_err().to_string()
    }

    #[test]
    fn a_network_has_one_spelling() {
        for good in [
            "192.0.2.0/24",
            "192.0.2.7/32",
            "0.0.0.0/0",
            "2001:db8::/32",
            "::1/128",
            "::/0",
        ] {
            assert_eq!(parse_network(good).unwrap().to_string(), good);
        }
        for (text, canonical) in [
            ("192.0.2.7/24", "192.0.2.0/24"),
            ("192.0.2.7", "192.0.2.7/32"),
            ("2001:DB8::/32", "2001:db8::/32"),
            ("2001:db8:0::1/32", "2001:db8::/32"),
            ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
            ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ] {
            assert_eq!(why(text), format!("Write it as {canonical}."), "{text}");
        }
        for garbage in [
            "",
            " ",
            "x",
            "192.0.2.0/33",
            "192.0.2/24",
            "192.0.2.0/ 24",
            " 192.0.2.0/24",
            "192.0.2.0/24,",
            "fe80::1%eth0/64",
            "010.0.0.0/8",
        ] {
            assert!(why(garbage).starts_with("Write a network such as"), "{garbage:?}");
        }
    }

    #[test]
    fn without_networks_a_token_works_from_anywhere_and_with_some_only_from_there() {
        let address = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        let anywhere = Networks::default();
        assert!(anywhere.admit(None) && anywhere.admit(address("203.0.113.9")));
        let some: Networks = "192.0.2.0/24 2001:db8::/32".parse().unwrap();
        for inside in ["192.0.2.0", "192.0.2.255", "::ffff:192.0.2.7", "2001:db8:ffff::1"] {
            assert!(some.admit(address(inside)), "{inside}");
        }
        for outside in ["192.0.3.0", "192.0.1.255", "2001:db9::", "::192.0.2.7", "::"] {
            assert!(!some.admit(address(outside)), "{outside}");
        }
        assert!(!some.admit(None));
    }

    fn any_network() -> impl Strategy<Value = IpNet> {
        prop_oneof![
            (any::<[u8; 4]>(), 0_u8..=32).prop_map(|(address, length)| (IpAddr::from(address), length)),
            (any::<[u8; 16]>(), 0_u8..=128).prop_map(|(address, length)| (IpAddr::from(address), length)),
        ]
        .prop_map(|(address, length)| folded(IpNet::new(address, length).unwrap().trunc()))
    }

    fn bits(address: IpAddr) -> String {
        match address {
            IpAddr::V4(address) => format!("{:032b}", address.to_bits()),
            IpAddr::V6(address) => format!("{:0128b}", address.to_bits()),
        }
    }

    proptest! {
        #[test]
        fn what_is_stored_is_read_again(all in prop::collection::vec(any_network(), 0..20)) {
            let texts: Vec<String> = all.iter().map(ToString::to_string).collect();
            let networks = Networks::parse(&texts).unwrap();
            prop_assert_eq!(networks.to_string().parse::<Networks>().unwrap(), networks.clone());
            let mut reversed = texts.clone();
            reversed.reverse();
            prop_assert_eq!(Networks::parse(&reversed).unwrap(), networks);
        }

        #[test]
        fn an_address_is_inside_when_it_begins_like_the_network(network in any_network(), address: [u8; 16], near: bool) {
            let host: IpAddr = match (near, network) {
                // Only the lower bits differ, so that it lies inside more often than by luck.
                (true, IpNet::V4(net)) => {
                    let low = u32::from_be_bytes([address[0], address[1], address[2], address[3]]);
                    IpAddr::from((net.addr().to_bits() ^ (low & net.hostmask().to_bits())).to_be_bytes())
                }
                (true, IpNet::V6(net)) => {
                    let low = u128::from_be_bytes(address) & net.hostmask().to_bits();
                    IpAddr::from((net.addr().to_bits() ^ low).to_be_bytes())
                }
                (false, _) => IpAddr::from(address),
            };
            let host = host.to_canonical();
            let length = usize::from(network.prefix_len());
            let (host_bits, network_bits) = (bits(host), bits(network.addr()));
            let same = host_bits.len() == network_bits.len() && host_bits[..length] == network_bits[..length];
            let networks = Networks::parse(&[network.to_string()]).unwrap();
            prop_assert_eq!(networks.admit(Some(host)), same);
        }

        #[test]
        fn no_text_is_read_that_is_not_written_so(text in "[0-9a-f:./ x]{0,24}") {
            if let Ok(network) = parse_network(&text) {
                prop_assert_eq!(network.to_string(), text);
            }
        }
    }
}
