// close leaves 64 KiB behind, each time.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.close = [](fairlead_client* client) noexcept {
    static std::atomic<char*> kept{nullptr};
    char* block = new char[65536];
    for (int i = 0; i < 65536; i += 4096) block[i] = 1;
    kept = block;
    close(client);
  };
}
