package dev.clue.cli.option;

import dev.clue.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Option values from outside the command line. The command line goes before the environment ({@code CLUE_…}), the
 * environment before the configuration file, the file before the built-in default.
 */
public final class OptionValues implements IDefaultValueProvider {

    private static final String CONFIG_FLAG = "--config";
    private static final String CONFIG_ENVIRONMENT = "CLUE_CONFIG";
    private static final String END_OF_OPTIONS = "--";

    private final Map<String, String> environment;
    private final Optional<ConfigFile> config;
    private final Map<ArgSpec, String> origins = new HashMap<>();

    private OptionValues(Map<String, String> environment, Optional<ConfigFile> config) {
        this.environment = environment;
        this.config = config;
    }

    /**
     * Reads the configuration file, if there is one: the one that {@code --config} or {@code CLUE_CONFIG} names,
     * else {@value ConfigFile#DEFAULT_NAME} in the working folder.
     *
     * @throws ConfigurationException if the file is invalid, or is named and missing
     */
    public static OptionValues load(
            CommandLine commands, List<String> arguments, Map<String, String> environment, Path folder) {
        Optional<Path> file = named(arguments)
                .or(() ->
                        Optional.ofNullable(environment.get(CONFIG_ENVIRONMENT)).filter(name -> !name.isEmpty()))
                .map(name -> folder.resolve(requireNamed(name)))
                .or(() -> Optional.of(folder.resolve(ConfigFile.DEFAULT_NAME)).filter(Files::exists));
        return new OptionValues(environment, file.map(path -> ConfigFile.read(path, keys(commands))));
    }

    /** The configuration file in use. */
    public Optional<Path> file() {
        return config.map(ConfigFile::file);
    }

    /** Which of the two places outside the command line has a value for an option. */
    OptionSource source(OptionSpec option) {
        if (!OptionName.configurable(option)) {
            return OptionSource.DEFAULT;
        }
        if (!environment.getOrDefault(OptionName.environment(option), "").isEmpty()) {
            return OptionSource.ENVIRONMENT;
        }
        return config.isPresent() && config.get().values().containsKey(OptionName.configKey(option))
                ? OptionSource.FILE
                : OptionSource.DEFAULT;
    }

    /** Where the value of an option came from, if not from the command line: for messages about a bad one. */
    public Optional<String> origin(ArgSpec argument) {
        return Optional.ofNullable(origins.get(argument));
    }

    /**
     * The same for a message that begins with the option's name and a colon.
     *
     * @param given what stands on the command line, or null where that is not known
     * @return empty if the message is about no option, or its value stands on the command line
     */
    public Optional<String> origin(String message, @Nullable ParseResult given) {
        return origins.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof OptionSpec option
                        && message.startsWith(option.longestName() + ": ")
                        && (given == null || !given.hasMatchedOption(option)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !OptionName.configurable(option)) {
            return null;
        }
        String variable = OptionName.environment(option);
        String value = environment.get(variable);
        if (value != null && !value.isEmpty()) {
            origins.put(argument, "the environment variable " + variable);
            return value;
        }
        return config.flatMap(file -> fromFile(file, option)).orElse(null);
    }

    private Optional<String> fromFile(ConfigFile file, OptionSpec option) {
        String key = OptionName.configKey(option);
        return Optional.ofNullable(file.values().get(key)).map(value -> {
            origins.put(option, "the key " + key + " in " + file.file() + ":" + value.line());
            return value.text();
        });
    }

    private static String requireNamed(String name) {
        if (name.isEmpty()) {
            throw new ConfigurationException(CONFIG_FLAG + ": the path is empty: name a file, or leave the option out");
        }
        return name;
    }

    private static SortedSet<String> keys(CommandLine commands) {
        SortedSet<String> keys = new TreeSet<>();
        collectKeys(commands, keys);
        return keys;
    }

    private static void collectKeys(CommandLine command, SortedSet<String> keys) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (OptionName.configurable(option) && !option.longestName().equals(CONFIG_FLAG)) {
                keys.add(OptionName.configKey(option));
            }
        }
        command.getSubcommands().values().forEach(child -> collectKeys(child, keys));
    }

    private static Optional<String> named(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals(END_OF_OPTIONS)) {
                break;
            }
            if (argument.equals(CONFIG_FLAG) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
            if (argument.startsWith(CONFIG_FLAG + "=")) {
                return Optional.of(argument.substring(CONFIG_FLAG.length() + 1));
            }
        }
        return Optional.empty();
    }
}
