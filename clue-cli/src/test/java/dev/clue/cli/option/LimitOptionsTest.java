package dev.clue.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class LimitOptionsTest {

    @Test
    void helpNamesEveryLimitAndItsDefault() throws ReflectiveOperationException {
        CommandSpec options = CommandSpec.forAnnotatedObject(new LimitOptions());
        for (RecordComponent limit : ImageLimits.class.getRecordComponents()) {
            String option = "--" + limit.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            Object value = limit.getAccessor().invoke(ImageLimits.DEFAULT);
            assertThat(options.findOption(option).description()[0])
                    .startsWith(limit.getName() + ": ")
                    .endsWith("(default: " + value + ").");
        }
    }

    @Test
    void whatIsNotGivenStaysAsItWas() {
        LimitOptions options = new LimitOptions();
        new CommandLine(CommandSpec.forAnnotatedObject(options)).parseArgs("--max-frames", "7");
        ImageLimits base = new ImageLimits(1, 2, 3, 4, 5);
        assertThat(options.over(new ImageIntake(base)).limits()).isEqualTo(new ImageLimits(1, 2, 3, 7, 5));
    }
}
