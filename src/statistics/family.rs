//! Many questions at once: which answers hold together at one confidence.

use super::interval::miss;
use crate::kernel::math::count;

/// Which of these chances are too small for chance, all together (Holm): with probability `level`
/// none is named that is chance. What has no chance is no question, and never named.
pub fn holm(chances: &[Option<f64>], level: f64) -> Vec<bool> {
    let mut ascending: Vec<(f64, usize)> =
        chances.iter().zip(0..).filter_map(|(chance, at)| chance.map(|c| (c, at))).collect();
    ascending.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut named = vec![false; chances.len()];
    let left = (1..=ascending.len() as u64).rev();
    for ((chance, at), left) in ascending.into_iter().zip(left) {
        if chance > miss(level) / count(left) {
            break;
        }
        named[at] = true;
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::testing::units;

    #[test]
    fn holm_names_from_the_smallest_chance_until_one_is_too_great() {
        for (chances, named) in [
            (
                &[Some(0.01), Some(0.04), Some(0.03), Some(0.005)][..],
                &[true, false, false, true][..],
            ),
            (&[Some(0.04)], &[true]),
            (&[Some(0.04), None], &[true, false]),
            (&[Some(0.04), Some(1.0)], &[false, false]),
            (&[Some(0.024), Some(0.05)], &[true, true]),
            (&[Some(0.026), Some(0.001), Some(0.9)], &[false, true, false]),
            (&[], &[]),
        ] {
            assert_eq!(holm(chances, 0.95), named, "{chances:?}");
        }
    }

    #[test]
    fn of_twenty_true_chances_one_is_named_in_one_family_of_twenty() {
        let families = 4_000;
        let wrong = |i| holm(&units(i, 20).into_iter().map(Some).collect::<Vec<_>>(), 0.95);
        let wrong = (0..families).filter(|i| wrong(*i).contains(&true)).count() as u64;
        // 1 - (1 - 0.05/20)^20 = 4.88 %, less or more by three standard errors.
        let share = count(wrong) / count(families);
        assert!((share - 0.0488).abs() < 3.0 * 0.0034, "{share}");
    }
}
