//! Active Directory sites: the least-cost way of a change from one to another, hop by hop
//! (REP-01 to REP-08, REP-10).

use crate::kernel::time::SimTime;
use crate::kernel::variate::Sampler;

use super::grid::Grid;

/// Sites and what connects them.
#[derive(Clone, Debug)]
pub struct Directory {
    /// Names of the sites; the first is that of the domain controller that Entra Connect reads.
    pub sites: Vec<String>,
    /// What connects them.
    pub links: Vec<SiteLink>,
    /// Replication within a site.
    pub intrasite: Sampler,
    /// Whether Cloud PCs in the site of Entra Connect use the very domain controller it reads.
    pub same_domain_controller: bool,
}

/// A site link.
#[derive(Clone, Debug)]
pub struct SiteLink {
    /// Its name.
    pub name: String,
    /// Its family of random words.
    pub family: u64,
    /// The sites it connects.
    pub sites: Vec<u16>,
    /// What a change pays to pass.
    pub cost: u32,
    /// When it replicates.
    pub grid: Grid,
    /// Whether a change is announced, so that the link behaves like replication within a site.
    pub notify: bool,
}

/// One hop of a way: over which link, to which site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Index of the link.
    pub link: u16,
    /// Index of the site it leads to.
    pub to: u16,
}

/// A way with what it costs.
type Way = (u64, Vec<Step>);

/// A hop that a change took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Over which link, to where.
    pub step: Step,
    /// Since when it waited.
    pub since: SimTime,
    /// When it passed.
    pub passed: SimTime,
}

impl Directory {
    /// The least-cost way from one site to another; none if no links connect them. Of equal ways
    /// the one with fewer hops, then that over the links that come first.
    pub fn way(&self, from: u16, to: u16) -> Option<Vec<Step>> {
        let mut best: Vec<Option<Way>> = vec![None; self.sites.len()];
        best[usize::from(from)] = Some((0, vec![]));
        // As often as there are sites, every link may shorten a way: the longest has as many hops.
        for _ in 0..self.sites.len() {
            for (link, from, to) in self.single_hops() {
                self.shorten(&mut best, (link, from, to));
            }
        }
        best.swap_remove(usize::from(to)).map(|(_, way)| way)
    }

    /// Goes by one more hop where that is better than what is known.
    fn shorten(&self, best: &mut [Option<Way>], (link, from, to): (u16, u16, u16)) {
        let Some((cost, way)) = &best[usize::from(from)] else { return };
        let cost = cost + u64::from(self.links[usize::from(link)].cost);
        let way: Vec<Step> = way.iter().copied().chain([Step { link, to }]).collect();
        let known = &mut best[usize::from(to)];
        if known.as_ref().is_none_or(|(c, w)| is_better((cost, &way), (*c, w))) {
            *known = Some((cost, way));
        }
    }

    /// Every link from every of its sites to every other.
    fn single_hops(&self) -> impl Iterator<Item = (u16, u16, u16)> + '_ {
        let links = (0_u16..).zip(&self.links);
        links.flat_map(|(link, sheet)| pairs(&sheet.sites).map(move |(a, b)| (link, a, b)))
    }
}

fn is_better((cost, way): (u64, &[Step]), (known_cost, known): (u64, &[Step])) -> bool {
    let links = |way: &[Step]| way.iter().map(|step| step.link).collect::<Vec<_>>();
    (cost, way.len(), links(way)) < (known_cost, known.len(), links(known))
}

fn pairs(sites: &[u16]) -> impl Iterator<Item = (u16, u16)> + '_ {
    let others = |here: u16| sites.iter().copied().filter(move |&there| there != here);
    sites.iter().flat_map(move |&here| others(here).map(move |there| (here, there)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::SimDuration;
    use crate::kernel::variate::Distribution;

    fn directory(links: &[(&[u16], u32)]) -> Directory {
        let quarter = SimDuration::from_minutes(15);
        let link = |&(sites, cost): &(&[u16], u32)| SiteLink {
            name: String::new(),
            family: 0,
            sites: sites.to_vec(),
            cost,
            grid: Grid { interval: quarter, phase: None, windows: vec![] },
            notify: false,
        };
        Directory {
            sites: ["HQ", "A", "B", "C"].map(String::from).to_vec(),
            links: links.iter().map(link).collect(),
            intrasite: Distribution::Fixed(SimDuration::ZERO).into(),
            same_domain_controller: true,
        }
    }

    fn links_of(directory: &Directory, from: u16) -> Option<Vec<u16>> {
        Some(directory.way(from, 0)?.iter().map(|step| step.link).collect())
    }

    #[test]
    fn the_way_with_the_least_cost_is_taken() {
        let net = directory(&[(&[0, 1], 100), (&[1, 2], 100), (&[0, 2], 300), (&[0, 1, 2], 150)]);
        assert_eq!(links_of(&net, 1), Some(vec![0]));
        assert_eq!(links_of(&net, 2), Some(vec![3]), "150 beats 100 + 100 and 300");
        assert_eq!(links_of(&net, 3), None, "no link reaches it");
        assert_eq!(links_of(&net, 0), Some(vec![]), "already there");
    }

    #[test]
    fn of_equal_ways_the_shorter_and_then_the_earlier_wins() {
        let net = directory(&[(&[0, 1], 100), (&[1, 2], 100), (&[2, 0], 200), (&[0, 2], 200)]);
        assert_eq!(links_of(&net, 2), Some(vec![2]));
    }
}
