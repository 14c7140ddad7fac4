package dev.clue.onnx;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where clue keeps what it can make again: unpacked models, digests, language priors, the tokenizer's native library. */
public final class UserCache {

    /** Environment variable that names the folder outright. */
    static final String VARIABLE = "CLUE_CACHE";

    /** System property that does the same, for programs that cannot set their environment. */
    static final String PROPERTY = "clue.cache";

    private UserCache() {}

    /** The folder of this user on this system; it need not exist yet. */
    public static Path folder() {
        String property = System.getProperty(PROPERTY);
        if (present(property)) {
            return Path.of(property);
        }
        return folder(
                System.getenv(), System.getProperty("os.name", ""), Path.of(System.getProperty("user.home", ".")));
    }

    static Path folder(Map<String, String> environment, String system, Path home) {
        String named = environment.get(VARIABLE);
        if (present(named)) {
            return Path.of(named);
        }
        if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
            String local = environment.get("LOCALAPPDATA");
            return (present(local) ? Path.of(local) : home.resolve("AppData").resolve("Local"))
                    .resolve("clue")
                    .resolve("cache");
        }
        String shared = environment.get("XDG_CACHE_HOME");
        return (present(shared) ? Path.of(shared) : home.resolve(".cache")).resolve("clue");
    }

    private static boolean present(@Nullable String value) {
        return value != null && !value.isBlank();
    }
}
