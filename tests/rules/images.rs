//! What a policy adds: a custom image, a language pack, a GPU.

use crate::{HOSTED, holds, read, run};

const LENGTHS: [&str; 3] =
    ["timing.custom_image=10m", "timing.language_pack=11m", "timing.gpu_driver=12m"];

#[test]
fn image_language_and_gpu_lengthen_the_stage_that_installs_them() {
    holds(&["CORE-08", "TIME-03"]);
    let plain = ["+3m", "+6m", "+10m", "+15m", "+21m", "+28m", "+36m", "+45m"];
    let table: [(&str, [&str; 8]); 4] = [
        ("policy.all.gpu=false", plain),
        (
            "policy.all.image=custom",
            ["+3m", "+16m", "+20m", "+25m", "+31m", "+38m", "+46m", "+55m"],
        ),
        (
            "policy.all.language_pack=true",
            ["+3m", "+6m", "+10m", "+15m", "+21m", "+28m", "+47m", "+56m"],
        ),
        ("policy.all.gpu=true", ["+3m", "+6m", "+10m", "+15m", "+21m", "+28m", "+48m", "+57m"]),
    ];
    for (set, ends) in table {
        let told = run(&[&LENGTHS, &[set]]);
        let found = told.detail.attempts[0].stage_ends.iter().flatten();
        assert_eq!(found.map(ToString::to_string).collect::<Vec<_>>(), ends, "{set}");
    }
    let all = ["policy.all.image=custom", "policy.all.language_pack=true", "policy.all.gpu=true"];
    assert_eq!(run(&[&LENGTHS, &all]).cloud_pcs(), ["w-00001 provisioned +1h18m"], "all of it");
}

#[test]
fn a_gpu_is_not_to_be_had_in_three_regions_and_cannot_be_resized() {
    holds(&["GPU-01"]);
    let gpu = "policy.all.gpu=true";
    for region in ["centralus", "norwayeast", "westeurope", "West Europe"] {
        let region = format!("connection.anc.region={region}");
        assert!(read(&[&[&region]]).is_ok(), "{region}");
        let refused = read(&[&[gpu, &region]]).expect_err(&region).render(false);
        assert!(refused.contains("there are no Cloud PCs with a GPU in"), "{refused}");
    }
    assert!(read(&[&[gpu, "connection.anc.region=northeurope"]]).is_ok());
    let hosted = "policy.all={ network = 'microsoft-hosted', region = 'centralus', \
                  groups = ['all'], gpu = true }";
    assert!(read(&[&[hosted]]).is_err(), "of whatever network");
    let resize = "change.r={ what = 'resize', at = '+2h' }";
    assert!(read(&[&[resize]]).is_ok());
    let refused = read(&[&[resize, gpu]]).expect_err("it has a GPU").render(false);
    assert!(refused.contains("Cloud PCs with a GPU cannot be resized"), "{refused}");
}

#[test]
fn a_language_pack_that_fails_leaves_a_warning_where_a_policy_has_one() {
    holds(&["POST-05"]);
    let fails = "warnings.languagePack=1";
    let told = run(&[&LENGTHS, &["policy.all.language_pack=true", fails]]);
    assert_eq!(told.attempts(), ["w-00001/1 +1m to +56m on anc: ready without languagePack"]);
    assert_eq!(told.cloud_pcs(), ["w-00001 provisionedWithWarnings +56m"]);
    let others = [
        "group.others={}",
        "policy.others={ connections = ['anc'], groups = ['others'], language_pack = true }",
        "wave.o={ group = 'others', users = 1 }",
    ];
    let told = run(&[&LENGTHS, &others, &[fails]]);
    let expected = ["w-00001 provisioned +45m", "o-00001 provisionedWithWarnings +56m"];
    assert_eq!(told.cloud_pcs(), expected);
}

#[test]
fn a_custom_image_near_its_end_leaves_a_warning_where_a_policy_has_one() {
    holds(&["CORE-07", "POST-01"]);
    let soon = "warnings.imageNotSupportedWarning=1";
    let told = run(&[&LENGTHS, &["policy.all.image=custom", soon]]);
    let warned = "w-00001/1 +1m to +55m on anc: ready without imageNotSupportedWarning";
    assert_eq!(told.attempts(), [warned]);
    assert!(read(&[&[HOSTED, soon]]).is_err(), "a gallery image has no end");
}
