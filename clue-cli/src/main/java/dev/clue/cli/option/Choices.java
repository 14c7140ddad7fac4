package dev.clue.cli.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Options with a few values: read in any case, and named in lower case, as the help does, where a value is none of
 * them.
 */
public final class Choices {

    private Choices() {}

    /** Lets all such options of the command and its subcommands be read so. */
    public static void register(CommandLine commands) {
        for (ArgSpec argument : commands.getCommandSpec().args()) {
            if (argument.type().isEnum()) {
                register(commands, argument.type().asSubclass(Enum.class));
            }
        }
        commands.getSubcommands().values().forEach(Choices::register);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the type is known at run time only
    private static void register(CommandLine command, Class type) {
        command.registerConverter(type, converter((Class<? extends Enum>) type));
    }

    private static <E extends Enum<E>> ITypeConverter<E> converter(Class<E> type) {
        return value -> Arrays.stream(type.getEnumConstants())
                .filter(choice -> choice.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException("expected one of " + names(type) + ", but was '" + value + "'"));
    }

    private static String names(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
