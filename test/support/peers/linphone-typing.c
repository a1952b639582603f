/*
 * linphone-daemon has no command for typing. Preloaded into it, this adds both directions to its main loop:
 * an address in the file $LINPHONE_COMPOSE makes it compose a message to that peer (the file is removed then), and
 * each change of $LINPHONE_PEER's composing is printed as "Peer-composing: 0" or "Peer-composing: 1".
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef void *(*room_of)(void *core, const char *address);
typedef unsigned char (*asking)(void *room); /* bool_t */
typedef void (*telling)(void *room);

static void *symbol(const char *name) { return dlsym(RTLD_DEFAULT, name); }

void linphone_core_iterate(void *core) {
  static telling iterate;
  static int known = 0;
  static char peer[256];
  if (!iterate) iterate = (telling)dlsym(RTLD_NEXT, "linphone_core_iterate");
  iterate(core);

  const char *path = getenv("LINPHONE_COMPOSE");
  FILE *order = path ? fopen(path, "r") : NULL;
  if (order) {
    int read = fscanf(order, "%255s", peer);
    fclose(order);
    unlink(path);
    if (read == 1) {
      void *room = ((room_of)symbol("linphone_core_get_chat_room_from_uri"))(core, peer);
      if (room) ((telling)symbol("linphone_chat_room_compose"))(room);
    }
  }
  const char *watched = getenv("LINPHONE_PEER");
  void *room = watched ? ((room_of)symbol("linphone_core_get_chat_room_from_uri"))(core, watched) : NULL;
  int composing = room ? ((asking)symbol("linphone_chat_room_is_remote_composing"))(room) != 0 : 0;
  if (composing != known) {
    known = composing;
    printf("Peer-composing: %d\n", composing);
    fflush(stdout);
  }
}
