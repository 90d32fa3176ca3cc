//! Places for prefixes: those of a scenario share no address, those of a tenant may.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::provisioning::network::address_pool;

/// Private ranges first, then whatever there is.
const RANGES: [(Ipv4Addr, u8); 4] = [
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::UNSPECIFIED, 0),
];

/// Prefixes that have an owner, and those that are kept for theirs.
#[derive(Debug, Default)]
pub(crate) struct Space {
    owned: Vec<Ipv4Net>,
    reserved: Vec<Ipv4Net>,
}

impl Space {
    /// No prefix is owned, and none of these is found for another one.
    pub(crate) fn keeping(reserved: Vec<Ipv4Net>) -> Self {
        Self { owned: vec![], reserved }
    }

    /// Takes a prefix if nobody has any address of it.
    pub(crate) fn take(&mut self, net: Ipv4Net) -> bool {
        let free = !self.owned.iter().any(|known| meet(*known, net));
        if free {
            self.owned.push(net);
        }
        free
    }

    /// Takes a prefix of this length where one is free.
    pub(crate) fn find(&mut self, length: u8) -> Option<Ipv4Net> {
        let ranges = RANGES.iter().filter_map(|&(start, range)| {
            Ipv4Net::new(start, range).ok().filter(|_| range <= length)
        });
        let found = ranges.into_iter().find_map(|range| self.first_free(range, length))?;
        self.owned.push(found);
        Some(found)
    }

    fn first_free(&self, range: Ipv4Net, length: u8) -> Option<Ipv4Net> {
        let mut at = range.network();
        while range.contains(&at) {
            let net = Ipv4Net::new(at, length).ok()?.trunc();
            let Some(owner) = self.owner(net) else { return Some(net) };
            let end = owner.broadcast().max(net.broadcast());
            at = u32::from(end).checked_add(1).map(Ipv4Addr::from)?;
        }
        None
    }

    fn owner(&self, net: Ipv4Net) -> Option<Ipv4Net> {
        let all = self.owned.iter().chain(&self.reserved);
        all.copied().find(|known| meet(*known, net))
    }
}

/// Whether two prefixes have an address in common.
fn meet(a: Ipv4Net, b: Ipv4Net) -> bool {
    a.contains(&b) || b.contains(&a)
}

/// The length of the smallest prefix that has so many usable addresses.
pub(crate) fn length_for(usable: u64) -> Option<u8> {
    (8..=29).rev().find(|&length| address_pool::usable([length]) >= usable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_that_is_taken_finds_another_place() {
        let mut space = Space::default();
        let net = |text: &str| text.parse::<Ipv4Net>().unwrap();
        assert!(space.take(net("10.0.0.0/24")));
        assert!(!space.take(net("10.0.0.128/25")));
        assert_eq!(space.find(24), Some(net("10.0.1.0/24")));
        assert_eq!(space.find(29), Some(net("10.0.2.0/29")));
        assert_eq!(space.find(24), Some(net("10.0.3.0/24")));
        assert_eq!(space.find(8), Some(net("0.0.0.0/8")));
        assert!(space.take(net("10.128.0.0/9")));
        assert_eq!(space.find(9), Some(net("1.0.0.0/9")));
    }

    #[test]
    fn what_is_kept_for_its_owner_is_not_found_for_another() {
        let net = |text: &str| text.parse::<Ipv4Net>().unwrap();
        let mut space = Space::keeping(vec![net("10.0.0.0/23")]);
        assert_eq!(space.find(24), Some(net("10.0.2.0/24")));
        assert!(space.take(net("10.0.0.0/23")));
    }

    #[test]
    fn the_limit_that_azure_reports_is_that_of_one_prefix() {
        for (usable, length) in [(0, 29), (3, 29), (4, 28), (11, 28), (251, 24), (252, 23)] {
            assert_eq!(length_for(usable), Some(length), "{usable}");
        }
        assert_eq!(length_for(u64::MAX), None);
    }
}
