// This file limits what a weak ear may claim of the player's drums.
//
// An ear that guesses the family of a drum is wrong in its own way on every recording. "You struck another
// drum" is said only where this take shows that the ear can tell both drums: notes written alone, heard as
// what is written, nearly always. Everywhere else a stroke in time counts as its note.
#pragma once

#include <span>

#include "engine/core/alignment.h"
#include "engine/core/hit.h"
#include "engine/follow/chart/score.h"

namespace firstchair::follow {

// Turns wrong_voice matches that the take does not support into matched ones. Sources that know their drums
// (an e-kit) keep theirs.
void withdraw_claims(Alignment& alignment, std::span<const Hit> hits, const Score& score,
                     const ClaimsTuning& tuning = {});

}  // namespace firstchair::follow
