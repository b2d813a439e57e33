/* hear_file SOUND [CHART]: judges a recording beside a built-in chart or the player's own pulse; prints take.json.
 *   cc hear_file.c -o hear_file $(pkg-config --cflags --libs firstchair sndfile) */
#include <firstchair/firstchair.h>
#include <sndfile.h>
#include <stdio.h>

int main(int argc, char** argv) {
  SF_INFO info = {0};
  SNDFILE* file = argc > 1 ? sf_open(argv[1], SFM_READ, &info) : NULL;
  if (!file || info.channels > 8) return fprintf(stderr, "usage: hear_file SOUND [CHART]\n"), 2;
  char settings[100];
  snprintf(settings, sizeof settings, "rate %d\nchannels %d\near file\n", info.samplerate, info.channels);
  firstchair_chart* chart = NULL;
  firstchair_session* session = NULL;
  firstchair_status status = argc > 2 ? firstchair_chart_find(argv[2], &chart) : FIRSTCHAIR_OK;
  if (status == FIRSTCHAIR_OK) status = firstchair_session_new(settings, chart, &session);
  static float sound[4096 * 8], mono[4096];
  for (sf_count_t frames; status == FIRSTCHAIR_OK && (frames = sf_readf_float(file, sound, 4096)) > 0;) {
    for (sf_count_t i = 0, n = info.channels; i < frames * n; ++i)
      mono[i / n] = sound[i] / (float)n + (i % n == 0 ? 0 : mono[i / n]);
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
