//! A check as JUnit XML: a suite for each scenario, a case for each thing checked.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Checked, Point, points};

/// The whole file. What is undecided is a failure of that type, and nothing is skipped.
///
/// # Panics
/// Never: plain text becomes XML.
pub fn junit(all: &[Checked]) -> String {
    let mut report = Report::new("cloudpc-sim check");
    report.add_test_suites(all.iter().map(suite));
    report.to_string().expect("plain text becomes XML")
}

fn suite(checked: &Checked) -> TestSuite {
    let mut suite = TestSuite::new(checked.file.as_str());
    suite.add_test_cases(points(checked).iter().map(|point| case(checked, point)));
    suite
}

fn case(checked: &Checked, point: &Point) -> TestCase {
    let status = if point.is_good {
        TestCaseStatus::success()
    } else {
        let mut failure = TestCaseStatus::non_success(NonSuccessKind::Failure);
        let at = point.position.map(|at| format!(":{}:{}", at.line, at.column));
        failure.set_type(point.verdict);
        failure.set_message(point.told.as_str());
        let place = format!("{}{}", checked.file, at.unwrap_or_default());
        failure.set_description(format!("{place}: {}: {}", point.what, point.told));
        failure
    };
    let mut case = TestCase::new(point.what.as_str(), status);
    case.set_classname(checked.heading.name.as_str());
    if point.is_good {
        case.set_system_out(point.told.as_str());
    }
    case
}
