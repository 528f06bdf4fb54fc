#pragma once
#include <portico/base/describe.hpp>
#include <portico/project/app.hpp>
#include <portico/project/settings.hpp>

namespace portico {

/// The section [storage].
struct StorageSettings {
    /// Answer requests below `media_url` with files from `media_root`: on while developing. In production a
    /// web server in front does it better, but this is safe too: what is no picture, sound, film or PDF is
    /// only offered for saving.
    bool serve_media = false;

    static void describe(Describe<StorageSettings>& storage);
    void apply_profile(Profile profile);
};

}  // namespace portico

namespace portico::storage {

/// Brings the service `Storage` (a FileSystemStorage in `media_root`) and the middleware "media" that serves
/// it.
App app();

}  // namespace portico::storage
