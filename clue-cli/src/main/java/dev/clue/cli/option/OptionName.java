package dev.clue.cli.option;

import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;

/** The names of an option: {@code --fail-on}, {@code CLUE_FAIL_ON} and {@code fail_on} are the same one. */
public final class OptionName {

    private static final String ENVIRONMENT_PREFIX = "CLUE_";

    private OptionName() {}

    /** Its environment variable. */
    public static String environment(OptionSpec option) {
        return ENVIRONMENT_PREFIX + configKey(option).toUpperCase(Locale.ROOT);
    }

    /** Its key in a configuration file. */
    public static String configKey(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "").replace('-', '_');
    }

    /** The flag for a constant of the library: {@code --alpha1-factor} for {@code alpha1Factor}. */
    static String ofConstant(String name) {
        return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Whether it can be set outside the command line: everything but help and version. */
    public static boolean configurable(OptionSpec option) {
        return !option.usageHelp() && !option.versionHelp();
    }
}
