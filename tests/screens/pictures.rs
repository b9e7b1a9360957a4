//! Pictures of every screen and state, at the sizes most terminals have. A changed picture is a
//! changed screen: look at it, then take it again with `INSTA_UPDATE=always`.

mod answers;
mod chats;
mod explorer;
mod modes;
mod overlays;
mod requests;
mod resources;
mod settings;
mod styles;

use crate::world::World;

/// Takes the picture at both sizes.
fn both(name: &str, mut world: World) {
    for (width, height) in [(80, 24), (140, 40)] {
        world = world.sized(width, height);
        one(&format!("{name}-{width}x{height}"), &mut world);
    }
}

fn one(name: &str, world: &mut World) {
    let screen = world.screen();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots" }, {
        insta::assert_snapshot!(name, screen);
    });
}
