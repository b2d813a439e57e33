#include "apps/cli/chairs/chairs_command.h"
#include "apps/cli/help/declare.h"
#include "apps/cli/live/shared_flags.h"

namespace firstchair::cli {
namespace {

const std::map<std::string, chairs::Must> kMustNames{{"lean", chairs::Must::lean},
                                                     {"drift", chairs::Must::drift},
                                                     {"tempo", chairs::Must::tempo},
                                                     {"answered", chairs::Must::answered}};

// Adds what everybody is asked besides the excerpts: what counts, how much, and what follows.
void add_asked_flags(CLI::App& command, AskedOptions& options) {
  one_of(command.add_option("--claim", options.claim,
                            "the question that gives the chairs: who played best, or who would another time"),
         std::map<std::string, chairs::Claim>{{"played", chairs::Claim::played},
                                              {"again", chairs::Claim::again}});
  const char* kWeights[] = {"--spread", "--slips", "--dynamics", "--unison"};
  const char* kWhat[] = {"weight of the spread; 1 unless said", "weight of slips; 0.5 unless said",
                         "weight of uneven levels, e-kits only; 0 unless said",
                         "weight of how far hat and snare are apart when struck together; 0 unless said"};
  for (std::size_t i = 0; i < options.weights.size(); ++i) {
    command.add_option(kWeights[i], options.weights[i], kWhat[i])
        ->check(between(0.0, 100.0))
        ->type_name("WEIGHT");
  }
  CLI::Option* without =
      command.add_option("--without", options.without, "a must that is not asked; again for more");
  one_of(without, kMustNames);
  command.add_option("--tau", options.tau, "how much a player's ln spread changes from take to take, SD")
      ->check(between(0.0, 2.0));
  one_of(command.add_option("--missing", options.missing, "where somebody without all takes sits"),
         std::map<std::string, audition::Missing>{{"last", audition::Missing::last},
                                                  {"out", audition::Missing::out}});
  one_of(command.add_option("--tie-break", options.tie_break, "what happens with chairs that are shared"),
         std::map<std::string, audition::TieBreak>{{"rotate", audition::TieBreak::rotate},
                                                   {"holder", audition::TieBreak::holder},
                                                   {"lot", audition::TieBreak::lot},
                                                   {"panel", audition::TieBreak::panel},
                                                   {"play-again", audition::TieBreak::play_again}});
}

void declare_seat(CLI::App& chairs, Command& chosen) {
  CLI::App* seat = chairs.add_subcommand("seat", "seat players by their takes of the same excerpts");
  examples(*seat,
           {{"firstchair chairs seat --excerpt rock-8ths --player A a.mid --player B b.mid --length 16",
             "two players by one take each"},
            {"firstchair chairs seat --audition 1 --reveal", "an audition of the book, names told"}});
  ChairsSeatOptions& options = options_of(seat, chosen, chairs_seat);
  seat->add_option("--excerpt", options.excerpts,
                   "what everybody played: a tab, MIDI or MusicXML file, or a built-in name; again for more")
      ->type_name("CHART");
  CLI::Option* player = seat->add_option(
      "--player", options.players,
      "a player, by letters that tell no name, with a take of every excerpt in order (- for none); again for "
      "every player");
  player->type_name("ID TAKE...");
  player->inject_separator();
  seat->add_option("--title", options.title, "what the sheet is headed with");
  CLI::Option* bpm = seat->add_option("--bpm", options.bpm,
                                      "tempo that was asked for, quarter notes a minute; else the charts'")
                         ->check(between(20.0, 400.0));
  seat->add_flag("--any-tempo", options.any_tempo, "no tempo was asked for")->excludes(bpm);
  seat->add_option("--length", options.bars,
                   "bars of a take that count, from its first; else the fewest that anybody played")
      ->check(between(16, 256))
      ->type_name("BARS");
  add_asked_flags(*seat, options);
  add_voices_flag(*seat, options.voices);
  add_kit_flag(*seat, options.kit, "of MIDI files; guessed where it is clear when left out");
  seat->add_option("--out", options.out,
                   "folder for seating.jsonl, its signature, the public key and seating.html");
  seat->add_option("--key", options.key, "the signing key; made where there is none")->type_name("FILE");
  seat->add_flag("--json", options.json, "the sheet as JSON to standard output");
  seat->add_flag("--force", options.force, "replace outputs that are there");
  seat->add_option("--audition", options.audition,
                   "instead of all these: an audition of the book, whose attempts are over")
      ->check(from(1))
      ->type_name("N");
  seat->add_flag("--reveal", options.reveal, "tell the names of those who agreed, on record");
  add_book_flag(*seat, options.book);
}

void add_audition(CLI::App& command, std::int64_t& audition) {
  command.add_option("AUDITION", audition, "its number; firstchair chairs show lists them")
      ->check(from(1))
      ->required();
}

void add_director_flag(CLI::App& command, std::string& key) {
  command.add_option("--key", key, "the key it was declared with; else the platform's")->type_name("FILE");
}

void declare_verify(CLI::App& chairs, Command& chosen) {
  CLI::App* verify =
      chairs.add_subcommand("verify", "recompute a seating: every hash, stroke, score and chair");
  examples(*verify, {{"firstchair chairs verify seating.jsonl", "recomputes everything"},
                     {"firstchair chairs verify seating.jsonl --sound takes", "hears the files again too"}});
  ChairsVerifyOptions& options = options_of(verify, chosen, chairs_verify);
  verify->add_option("RECORD", options.record, "seating.jsonl")->required();
  CLI::Option* signature =
      verify->add_option("--signature", options.signature, "else RECORD.minisig")->type_name("FILE");
  CLI::Option* key =
      verify->add_option("--key", options.key, "the public key you know; else seating.pub beside the record")
          ->type_name("FILE");
  verify->add_option("--sound", options.sound, "folder of the takes' files, which are compared too");
  verify
      ->add_option("--receipt", options.receipts,
                   "digits of a receipt or of a sheet: what stood before them is unchanged; again for more")
      ->check(CLI::Validator(
          [](const std::string& digits) {
            const bool fine = digits.size() >= 8 && digits.size() <= 64 &&
                              digits.find_first_not_of("0123456789abcdef") == std::string::npos;
            return fine ? std::string() : "\"" + digits + "\" is no receipt: 8 digits or more are needed";
          },
          ""))
      ->type_name("DIGITS")
      ->allow_extra_args(false);
  verify->add_flag("--unsigned", options.is_unsigned, "look at no signature")
      ->excludes(signature)
      ->excludes(key);
}

void declare_declare(CLI::App& chairs, Command& chosen) {
  CLI::App* declare = chairs.add_subcommand("declare", "declare an audition, before anybody plays");
  examples(*declare, {{"firstchair chairs declare --excerpt rock-8ths --bpm 100",
                       "with a microphone, one attempt each"},
                      {"firstchair chairs declare --excerpt a.tab --excerpt b.tab --midi --without drift",
                       "two excerpts on e-kits; drift is not asked"}});
  ChairsDeclareOptions& options = options_of(declare, chosen, chairs_declare);
  declare
      ->add_option("--excerpt", options.excerpts,
                   "what everybody plays: a tab, MIDI or MusicXML file, or a built-in name; again for more")
      ->required()
      ->type_name("CHART");
  declare->add_option("--title", options.title, "what the sheet is headed with");
  declare->add_option("--bpm", options.bpm, "tempo, quarter notes a minute; else the charts'")
      ->check(between(20.0, 400.0));
  declare->add_option("--length", options.bars, "bars of an excerpt; else the chart's, 32 of a short one")
      ->check(between(16, 256))
      ->type_name("BARS");
  add_asked_flags(*declare, options);
  declare->add_flag("--midi", options.midi, "everybody plays an e-kit; else a microphone");
  one_of(declare->add_option("--level", options.level,
                             "the least that is known of a take: played to a drawn tempo, or sent as a file"),
         std::map<std::string, audition::Level>{{"live", audition::Level::live},
                                                {"sent", audition::Level::sent}});
  declare
      ->add_option("--draw", options.draw,
                   "a tempo is drawn within so many % of the one asked; 2 unless said")
      ->check(between(0.0, 2.0));
  declare->add_option("--appeal", options.appeal_hours, "hours for an appeal; 72 unless said")
      ->check(between(0, 720))
      ->type_name("HOURS");
  declare->add_option("--opens", options.opens, "when attempts begin")->type_name("DAY [HOUR]");
  declare->add_option("--closes", options.closes, "when the last attempt may be opened")
      ->type_name("DAY [HOUR]");
  add_book_flag(*declare, options.book);
  declare->add_option("--key", options.key, "your signing key; made where there is none")->type_name("FILE");

  CLI::App* enter = chairs.add_subcommand("enter", "enter a player, who gets letters that tell no name");
  examples(*enter, {{"firstchair chairs enter 1 Mia --agrees", "tells the letters she plays under"}});
  ChairsEnterOptions& entering = options_of(enter, chosen, chairs_enter);
  add_audition(*enter, entering.audition);
  enter->add_option("NAME", entering.name, "who; it is not in the record")->required();
  enter->add_flag("--agrees", entering.agrees, "the name may be told when all is over");
  add_book_flag(*enter, entering.book);
  add_director_flag(*enter, entering.key);
}

void declare_play(CLI::App& chairs, Command& chosen) {
  CLI::App* play = chairs.add_subcommand("play", "open your one attempt at an excerpt, and play it");
  examples(*play, {{"firstchair chairs play 1 KXQ --practice", "the same, and nothing on record"},
                   {"firstchair chairs play 1 KXQ", "the one attempt"}});
  ChairsPlayOptions& options = options_of(play, chosen, chairs_play);
  add_audition(*play, options.audition);
  play->add_option("PLAYER", options.entrant, "the letters you got when you entered")->required();
  CLI::Option* excerpt =
      play->add_option("EXCERPT", options.excerpt, "its number; 1 unless said")->check(between(1, 16));
  play->add_option("--challenge", options.challenge, "the next round of this challenge")
      ->check(from(1))
      ->excludes(excerpt)
      ->type_name("N");
  CLI::Option* file = play->add_option("--file", options.file, "a take that is sent, where that was declared")
                          ->type_name("TAKE");
  play->add_flag("--practice", options.practice, "the same, and nothing on record")->excludes(file);
  add_plain_flag(*play, options.plain);
  add_book_flag(*play, options.book);
  add_device_flags(*play, options, false);
}

void declare_look(CLI::App& chairs, Command& chosen) {
  CLI::App* show = chairs.add_subcommand("show", "auditions of the book, and how one stands");
  examples(*show, {{"firstchair chairs show", "all auditions"},
                   {"firstchair chairs show 1 --out so-far", "record and sheet of one"}});
  ChairsShowOptions& options = options_of(show, chosen, chairs_show);
  show->add_option("AUDITION", options.audition, "its number; all when left out")->check(from(1));
  show->add_flag("--json", options.json, "the sheet as JSON to standard output");
  show->add_option("--out", options.out,
                   "folder for the record so far, its signature, the key and the sheet");
  show->add_flag("--force", options.force, "replace outputs that are there");
  CLI::Option* strokes =
      show->add_option("--strokes", options.strokes, "the strokes of this player's take, numbered")
          ->type_name("PLAYER");
  show->add_option("--excerpt", options.excerpt, "of which excerpt; 1 unless said")
      ->check(between(1, 16))
      ->needs(strokes);
  add_book_flag(*show, options.book);
  add_director_flag(*show, options.key);

  CLI::App* tau = chairs.add_subcommand("tau", "how much spreads change from take to take, by the book");
  examples(*tau, {{"firstchair chairs tau --days 30", "pairs of takes within 30 days"}});
  ChairsTauOptions& measuring = options_of(tau, chosen, chairs_tau);
  tau->add_option("--days", measuring.days, "takes are a pair within so many days; 14 unless said")
      ->check(between(1, 365));
  tau->add_option("--player", measuring.player, "of one player; of all when left out")->type_name("NAME");
  add_book_flag(*tau, measuring.book);

  CLI::App* power = chairs.add_subcommand("power", "how often an audition would tell who is first");
  examples(*power, {{"firstchair chairs power --players 8", "of eight players"}});
  ChairsPowerOptions& counted = options_of(power, chosen, chairs_power);
  power->add_option("--players", counted.players, "only auditions of so many")->check(between(2, 200));
}

void declare_disputes(CLI::App& chairs, Command& chosen) {
  CLI::App* appeal = chairs.add_subcommand("appeal", "appeal against an attempt, or rule on an appeal");
  examples(*appeal, {{"firstchair chairs appeal 1 KXQ --text \"The click fell silent in bar 9.\"",
                      "asks for a ruling"},
                     {"firstchair chairs appeal 1 --rule 1 --effect again --text \"The log says so too.\"",
                      "the director rules"}});
  ChairsAppealOptions& options = options_of(appeal, chosen, chairs_appeal);
  add_audition(*appeal, options.audition);
  appeal->add_option("PLAYER", options.entrant, "whose attempt");
  appeal->add_option("EXCERPT", options.excerpt, "its number; 1 unless said")->check(between(1, 16));
  appeal->add_option("--text", options.text, "why, 1 to 2,000 letters")->required();
  CLI::Option* rule =
      appeal->add_option("--rule", options.rule, "rule on the appeal of this number, by the director")
          ->check(from(1))
          ->type_name("N");
  one_of(appeal->add_option("--effect", options.effect, "of the ruling; none unless said")->needs(rule),
         std::map<std::string, std::string>{
             {"none", "none"}, {"again", "again"}, {"left-out", "left-out"}, {"strokes", "strokes"}});
  appeal
      ->add_option("--strike", options.strike,
                   "with --effect strokes: strikes this stroke out; again for more. firstchair chairs show "
                   "--strokes lists them")
      ->check(from(1))
      ->needs(rule)
      ->type_name("NUMBER");
  appeal
      ->add_option("--add", options.add,
                   "with --effect strokes: adds a stroke, as 12.34:snare; again for more")
      ->needs(rule)
      ->type_name("SECOND:VOICE");
  add_book_flag(*appeal, options.book);
  add_director_flag(*appeal, options.key);

  CLI::App* cancel = chairs.add_subcommand("cancel", "cancel an audition, on record; it stays to be read");
  examples(*cancel, {{"firstchair chairs cancel 1 --text \"The hall is closed.\"", "stays to be read"}});
  ChairsCancelOptions& cancelling = options_of(cancel, chosen, chairs_cancel);
  add_audition(*cancel, cancelling.audition);
  cancel->add_option("--text", cancelling.text, "why, 1 to 2,000 letters")->required();
  add_book_flag(*cancel, cancelling.book);
  add_director_flag(*cancel, cancelling.key);

  CLI::App* challenge =
      chairs.add_subcommand("challenge", "ask for the next chair up; three rounds, both play");
  examples(*challenge, {{"firstchair chairs challenge 1 KXQ MRB", "MRB asks for the chair of KXQ"}});
  ChairsChallengeOptions& asking = options_of(challenge, chosen, chairs_challenge);
  add_audition(*challenge, asking.audition);
  challenge->add_option("HOLDER", asking.holder, "who has the chair");
  challenge->add_option("CHALLENGER", asking.challenger, "who asks for it");
  challenge
      ->add_option("--decline", asking.decline, "the holder declines this challenge, and gives the chair up")
      ->check(from(1))
      ->type_name("N");
  add_book_flag(*challenge, asking.book);
}

}  // namespace

void declare_chairs(CLI::App& program, Command& chosen) {
  CLI::App* chairs = program.add_subcommand("chairs", "who sits where, and how sure that is");
  chairs->require_subcommand(1);
  examples(*chairs,
           {{"firstchair chairs declare --excerpt rock-8ths --bpm 100", "an audition, before anybody plays"},
            {"firstchair chairs seat --excerpt rock-8ths --player A a.mid --player B b.mid",
             "players by takes that are there"}});
  declare_seat(*chairs, chosen);
  declare_verify(*chairs, chosen);
  declare_declare(*chairs, chosen);
  declare_play(*chairs, chosen);
  declare_look(*chairs, chosen);
  declare_disputes(*chairs, chosen);
}

}  // namespace firstchair::cli
