//! `tune-sync` against the table of time-outs that was worked out by hand, and its boundaries.

use cloudpc_sim::experiment::tune_sync::{
    Asked, Boundary, Found, OnPaper, Per, Target, boundaries, design,
};
use cloudpc_sim::{SimDuration, Source};

use crate::hybrid_timeout::{BY_HAND, CYCLES, LINKS, chance};
use crate::{HOSTED, HYBRID};

/// A branch behind a site link. Entra Connect reads HQ, or the branch's own domain controller.
const BRANCH: [&str; 7] = [
    "connection.all.ad_site=branch",
    "directory.site_link.branch.sites=['branch', 'HQ']",
    "wave.all={ group = 'all', users = 12, over = '12h', arrivals = 'random' }",
    "retry.attempts=1",
    "horizon=14h",
    "replications=4",
    "connect.interval=30m",
];

fn asked(connect: &[u32], links: &[u32]) -> Asked {
    let minutes = |list: &[u32]| list.iter().map(|m| format!("{m}m")).collect::<Vec<_>>().join(",");
    Asked {
        connect: Some(minutes(connect)),
        links: vec![format!("branch={}", minutes(links))],
        sites: Some("HQ, branch".into()),
    }
}

/// At most 1 in 1,000 attempts; all of this is exact.
const TARGET: Target = Target { per: Per::Attempt, at_most: 0.001, confidence: 0.95 };

fn tuned(asked: &Asked, more: &[&str]) -> Vec<Found> {
    let sets = HYBRID.iter().chain(&BRANCH).chain(more).map(|set| (*set).to_string());
    let source = Source { name: "theory".into(), text: HOSTED.into() };
    let design = design(source, &sets.collect::<Vec<_>>(), &(), asked).expect("it can be tuned");
    design.run(TARGET, Some(2), &()).expect("nobody stops it")
}

fn minutes(length: SimDuration) -> u32 {
    u32::try_from(length.ms() / 60_000).expect("intervals are short")
}

/// Zero is the very domain controller that Entra Connect reads.
fn link(cell: &Found) -> u32 {
    cell.links.first().map_or(0, |&every| minutes(every))
}

fn on_paper(cell: &Found) -> f64 {
    assert!(!matches!(cell.paper, OnPaper::Drawn(_)), "nothing but the phases is random");
    cell.paper.estimate().and_then(|chance| chance.value).expect("there is a chance on paper")
}

/// How many cells are not what the table says in three digits.
fn wrong(found: &[Found]) -> usize {
    let by_hand = |cell: &Found| {
        let row = LINKS.iter().position(|&every| every == link(cell)).expect("a row");
        let column = CYCLES.iter().position(|&c| c == minutes(cell.connect)).expect("a column");
        BY_HAND[row][column]
    };
    found.iter().filter(|cell| (on_paper(cell) - by_hand(cell)).abs() >= 0.000_6).count()
}

#[test]
fn every_cell_of_the_table_comes_out_and_no_other_table_does() {
    let asked = asked(&CYCLES, &LINKS[1..]);
    let found = tuned(&asked, &[]);
    assert_eq!((found.len(), wrong(&found)), (30, 0));
    for cell in &found {
        let exact = chance(link(cell), minutes(cell.connect));
        assert!((on_paper(cell) - exact).abs() < 1e-6, "{cell:?}");
        assert_eq!(cell.paper == OnPaper::Never, exact < 1e-12, "{cell:?}");
        assert!(!cell.feeds_back, "the simulation is of one mind: {cell:?}");
    }
    for off in ["hybrid_join.timeout=93m", "timing.detect_device=3m", "connect.cycle.fixed=11m"] {
        assert!(wrong(&tuned(&asked, &[off])) > 20, "{off} is another table");
    }
}

/// The boundaries along one interval: what stays, the largest, the first that is too long.
fn limits(found: &[Found], reading: usize, axis: usize) -> Vec<[Option<u32>; 3]> {
    let all = boundaries(found);
    let of = all.iter().filter(|b| (b.reading, b.axis) == (reading, axis));
    let limit = |b: &Boundary| {
        assert!(b.beyond.is_empty(), "longer waits are never better: {b:?}");
        let last = found[0].links.len();
        let of_axis = |cell: &Found| {
            if reading == 0 && axis < last { link(cell) } else { minutes(cell.connect) }
        };
        let next = b.next.map(|number| of_axis(&found[number]));
        [b.others.first().copied().map(minutes), b.largest.map(minutes), next]
    };
    of.map(limit).collect()
}

#[test]
fn the_boundaries_are_where_link_and_connect_fill_what_the_limit_spares() {
    let asked = asked(&[30, 45, 60, 75, 76], &[15, 30, 45, 60, 75]);
    let found = tuned(&asked, &[]);
    // Seventy-five minutes are left to both waits together.
    let links = [
        [Some(30), Some(45), Some(60)],
        [Some(45), Some(30), Some(45)],
        [Some(60), Some(15), Some(30)],
        [Some(75), None, Some(15)],
        [Some(76), None, Some(15)],
    ];
    assert_eq!(limits(&found, 0, 0), links);
    let connect = [
        [Some(15), Some(60), Some(75)],
        [Some(30), Some(45), Some(60)],
        [Some(45), Some(30), Some(45)],
        [Some(60), None, Some(30)],
        [Some(75), None, Some(30)],
    ];
    assert_eq!(limits(&found, 0, 1), connect);
    // With its own domain controller read, a branch has all of them for Entra Connect.
    assert_eq!(limits(&found, 1, 0), [[None, Some(75), Some(76)]]);
}

#[test]
fn three_more_minutes_of_limit_move_the_boundaries() {
    let asked = asked(&[33, 63, 75, 78, 79], &[15, 45, 60]);
    let limit = |more: &[&str]| {
        let found = tuned(&asked, more);
        (limits(&found, 0, 1), limits(&found, 1, 0))
    };
    let (behind_link, at_home) = limit(&["hybrid_join.timeout=93m"]);
    assert_eq!(behind_link[..2], [[Some(15), Some(63), Some(75)], [Some(45), Some(33), Some(63)]]);
    assert_eq!(at_home, [[None, Some(78), Some(79)]]);
    let (behind_link, at_home) = limit(&[]);
    assert_eq!(behind_link[..2], [[Some(15), Some(33), Some(63)], [Some(45), None, Some(33)]]);
    assert_eq!(at_home, [[None, Some(75), Some(78)]]);
}
