package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.option.OptionName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The tables in docs/cli.md are written from the same definitions as the options themselves: run this test with
 * {@code -Dclue.write=true} after changing one.
 */
class CommandLineDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "cli.md");
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- table: ([\\w -]+) -->\\n)(.*?)(<!-- end of table -->)", Pattern.DOTALL);

    @TempDir
    Path folder = Path.of("");

    @Test
    void everyOptionAndExitCodeIsDocumented() throws IOException {
        Map<String, String> tables = tables();
        String document = Files.readString(DOCUMENT);
        StringBuilder expected = new StringBuilder();
        Matcher block = BLOCK.matcher(document);
        while (block.find()) {
            String table = tables.remove(block.group(2));
            assertThat(table).as("a command or table called %s", block.group(2)).isNotNull();
            block.appendReplacement(expected, Matcher.quoteReplacement(block.group(1) + table + block.group(4)));
        }
        block.appendTail(expected);
        assertThat(tables.keySet()).as("tables that docs/cli.md lacks").isEmpty();
        if (Boolean.getBoolean("clue.write")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(document).as("docs/cli.md; write it with -Dclue.write=true").isEqualTo(expected.toString());
    }

    @Test
    void everyOptionHasADescription() {
        for (CommandLine command : commands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(option.description()).as(option.longestName()).isNotEmpty();
            }
        }
    }

    /** In {@code clue.yaml} and the environment a name stands for one option, whatever the command. */
    @Test
    void anOptionMeansTheSameInEveryCommand() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (CommandLine command : commands().values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                String meaning = String.join(" ", option.description());
                assertThat(meanings.merge(OptionName.configKey(option), meaning, (first, second) -> first))
                        .isEqualTo(meaning);
            }
        }
    }

    private Map<String, CommandLine> commands() {
        Map<String, CommandLine> commands = new LinkedHashMap<>();
        collect(new Clue(folder).commandLine(), commands);
        return commands;
    }

    private static void collect(CommandLine command, Map<String, CommandLine> commands) {
        CommandSpec spec = command.getCommandSpec();
        if (!(command.getCommand() instanceof CommandLine.HelpCommand)) {
            commands.put(spec.qualifiedName(), command);
            command.getSubcommands().values().forEach(child -> collect(child, commands));
        }
    }

    private Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        commands().forEach((name, command) -> {
            String table = table(command.getCommandSpec());
            if (!table.isEmpty()) {
                tables.put(name, table);
            }
        });
        tables.put("exit codes", exitCodes());
        return tables;
    }

    private static String table(CommandSpec spec) {
        StringBuilder table = new StringBuilder();
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            table.append(row("`" + parameter.paramLabel().replace("|", "\\|") + "`", description(parameter), "", ""));
        }
        boolean root = spec.parent() == null;
        for (OptionSpec option : spec.options()) {
            if ((root || !option.inherited()) && (root || OptionName.configurable(option))) {
                boolean configurable = OptionName.configurable(option);
                table.append(row(
                        names(option),
                        description(option),
                        configurable ? "`" + OptionName.environment(option) + "`" : "",
                        configurable ? "`" + OptionName.configKey(option) + "`" : ""));
            }
        }
        return table.isEmpty()
                ? ""
                : row("option", "meaning", "environment", "key") + row("---", "---", "---", "---") + table;
    }

    private static String names(OptionSpec option) {
        String label = option.arity().max() == 0 || option.typeInfo().isBoolean()
                ? ""
                : " " + option.paramLabel().replace("|", "\\|");
        return String.join(
                ", ",
                Arrays.stream(option.names())
                        .map(name -> "`" + name + label + "`")
                        .toList());
    }

    private static String description(ArgSpec argument) {
        List<String> candidates = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(candidates::add);
        }
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace("${COMPLETION-CANDIDATES}", String.join(", ", candidates))
                .replace("|", "\\|")
                .replace("*", "\\*");
    }

    private static String exitCodes() {
        StringBuilder table = new StringBuilder(row("code", "meaning") + row("---", "---"));
        List.of(ExitStatus.values()).forEach(status -> table.append(row("" + status.code(), status.meaning())));
        return table.toString();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
