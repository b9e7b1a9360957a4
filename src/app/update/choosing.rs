//! The chooser that lies on top: what is one says so here, and typing, moving, clicking and drawing know
//! it. Not here: what choosing a row does (command), or what else lies over a screen.

use crate::app::model::Overlay;
use crate::app::parts::chooser::AnyChooser;

/// What one chooses from by typing, where that lies on top.
pub fn chooser(top: Option<&mut Overlay>) -> Option<&mut dyn AnyChooser> {
    Some(match top? {
        Overlay::Palette(chooser) => chooser,
        Overlay::Places(chooser) => chooser,
        Overlay::Models(picker) => &mut picker.chooser,
        Overlay::Facets(chooser) => chooser,
        Overlay::Order(chooser) => chooser,
        Overlay::Sessions(sessions) => &mut sessions.chooser,
        Overlay::Faults(chooser) => chooser,
        Overlay::Shelf(shelf) => &mut shelf.chooser,
        Overlay::Offered(offered) => &mut offered.chooser,
        Overlay::Resource(dialog) => return dialog.chooser(),
        Overlay::Help(_)
        | Overlay::Search(_)
        | Overlay::Find(_)
        | Overlay::Confirm(_)
        | Overlay::Rescue(_)
        | Overlay::Parameters(_)
        | Overlay::System(_)
        | Overlay::Rename(_)
        | Overlay::Access(_)
        | Overlay::Regions(_)
        | Overlay::Request(_) => return None,
    })
}
