/* hear_file SOUND [CHART]: judges a recording beside a built-in chart or the player's own pulse; prints take.json.
 *   cc hear_file.c -o hear_file $(pkg-config --cflags --libs firstchair sndfile) */
#include <firstchair/firstchair.h>
#include <sndfile.h>
#include <stdio.h>

enum { FRAMES = 4096, CHANNELS = 8 };

int main(int argc, char** argv) {
  SF_INFO info = {0};
  SNDFILE* file = argc > 1 ? sf_open(argv[1], SFM_READ, &info) : NULL;
  if (!file || info.channels > CHANNELS) return fprintf(stderr, "usage: hear_file SOUND [CHART]\n"), 2;
  char settings[100];
  snprintf(settings, sizeof settings, "rate %d\nchannels %d\near file\n", info.samplerate, info.channels);
  firstchair_chart* chart = NULL;
  firstchair_session* session = NULL;
  firstchair_status status = argc > 2 ? firstchair_chart_find(argv[2], &chart) : FIRSTCHAIR_OK;
  if (status == FIRSTCHAIR_OK) status = firstchair_session_new(settings, chart, &session);
  static float sound[FRAMES * CHANNELS], mono[FRAMES];
  for (sf_count_t frames; status == FIRSTCHAIR_OK && (frames = sf_readf_float(file, sound, FRAMES)) > 0;) {
    for (sf_count_t i = 0; i < frames; ++i) {
      mono[i] = 0;
      for (int c = 0; c < info.channels; ++c) mono[i] += sound[i * info.channels + c] / info.channels;
    }
    status = firstchair_session_push(session, mono, (size_t)frames);
  }
  const char* take = NULL;
  if (status == FIRSTCHAIR_OK) status = firstchair_session_finish(session, &take);
  fputs(status == FIRSTCHAIR_OK ? take : firstchair_error(), status == FIRSTCHAIR_OK ? stdout : stderr);
  firstchair_session_free(session);
  firstchair_chart_free(chart);
  sf_close(file);
  return status == FIRSTCHAIR_OK ? 0 : 1;
}
