#include "apps/cli/chairs/chairs_command.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {
namespace {

const std::map<std::string, chairs::Must> kMustNames{{"lean", chairs::Must::lean},
                                                     {"drift", chairs::Must::drift},
                                                     {"tempo", chairs::Must::tempo},
                                                     {"answered", chairs::Must::answered}};

void declare_seat(CLI::App& chairs, Command& chosen) {
  CLI::App* seat = chairs.add_subcommand("seat", "seat players by their takes of the same excerpts");
  ChairsSeatOptions& options = options_of(seat, chosen, chairs_seat);
  seat->add_option("--excerpt", options.excerpts,
                   "what everybody played: a tab, MIDI or MusicXML file, or a built-in name; again for more")
      ->required()
      ->type_name("CHART");
  CLI::Option* player = seat->add_option(
      "--player", options.players,
      "a player, by letters that tell no name, with a take of every excerpt in order (- for none); again for "
      "every player");
  player->required()->type_name("ID TAKE...");
  player->inject_separator();
  seat->add_option("--title", options.title, "what the sheet is headed with");
  CLI::Option* bpm = seat->add_option("--bpm", options.bpm,
                                      "tempo that was asked for, quarter notes a minute; else the charts'")
                         ->check(CLI::Range(20.0, 400.0));
  seat->add_flag("--any-tempo", options.any_tempo, "no tempo was asked for")->excludes(bpm);
  seat->add_option("--length", options.bars,
                   "bars of a take that count, from its first; else the fewest that anybody played")
      ->check(CLI::Range(16, 256))
      ->type_name("BARS");
  one_of(seat->add_option("--claim", options.claim,
                          "the question that gives the chairs: who played best, or who would another time"),
         std::map<std::string, chairs::Claim>{{"played", chairs::Claim::played},
                                              {"again", chairs::Claim::again}});
  const char* kWeights[] = {"--spread", "--slips", "--dynamics", "--unison"};
  const char* kWhat[] = {"weight of the spread; 1 unless said", "weight of slips; 0.5 unless said",
                         "weight of uneven levels, e-kits only; 0 unless said",
                         "weight of how far hat and snare are apart when struck together; 0 unless said"};
  for (std::size_t i = 0; i < options.weights.size(); ++i) {
    seat->add_option(kWeights[i], options.weights[i], kWhat[i])
        ->check(CLI::Range(0.0, 100.0))
        ->type_name("WEIGHT");
  }
  CLI::Option* without =
      seat->add_option("--without", options.without, "a must that is not asked; again for more");
  one_of(without, kMustNames);
  seat->add_option("--tau", options.tau, "how much a player's ln spread changes from take to take, SD")
      ->check(CLI::Range(0.0, 2.0));
  one_of(seat->add_option("--missing", options.missing, "where somebody without all takes sits"),
         std::map<std::string, audition::Missing>{{"last", audition::Missing::last},
                                                  {"out", audition::Missing::out}});
  one_of(seat->add_option("--tie-break", options.tie_break, "what happens with chairs that are shared"),
         std::map<std::string, audition::TieBreak>{{"rotate", audition::TieBreak::rotate},
                                                   {"holder", audition::TieBreak::holder},
                                                   {"lot", audition::TieBreak::lot},
                                                   {"panel", audition::TieBreak::panel},
                                                   {"play-again", audition::TieBreak::play_again}});
  add_voices_flag(*seat, options.voices);
  add_kit_flag(*seat, options.kit, "of MIDI files; guessed where it is clear when left out");
  seat->add_option("--out", options.out,
                   "folder for seating.jsonl, its signature, the public key and seating.html");
  seat->add_option("--key", options.key, "the signing key; made where there is none")->type_name("FILE");
  seat->add_flag("--json", options.json, "the sheet as JSON to standard output");
  seat->add_flag("--force", options.force, "replace outputs that are there");
}

}  // namespace

void declare_chairs(CLI::App& program, Command& chosen) {
  CLI::App* chairs = program.add_subcommand("chairs", "who sits where, and how sure that is");
  chairs->require_subcommand(1);
  declare_seat(*chairs, chosen);

  CLI::App* verify =
      chairs->add_subcommand("verify", "recompute a seating: every hash, stroke, score and chair");
  ChairsVerifyOptions& options = options_of(verify, chosen, chairs_verify);
  verify->add_option("RECORD", options.record, "seating.jsonl")->required();
  CLI::Option* signature =
      verify->add_option("--signature", options.signature, "else RECORD.minisig")->type_name("FILE");
  CLI::Option* key =
      verify->add_option("--key", options.key, "the public key you know; else seating.pub beside the record")
          ->type_name("FILE");
  verify->add_option("--sound", options.sound, "folder of the takes' files, which are compared too");
  verify->add_flag("--unsigned", options.is_unsigned, "look at no signature")
      ->excludes(signature)
      ->excludes(key);
}

}  // namespace firstchair::cli
