#pragma once

namespace teamsctl::cli {

/// Before any secret is read: no core dump, and no other process of this user may attach or look
/// into this one (R37).
void harden_process();

}  // namespace teamsctl::cli
