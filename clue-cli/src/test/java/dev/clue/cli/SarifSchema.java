package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.contrastsecurity.sarif.SarifSchema210;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The published schema of SARIF 2.1.0, as the library has it that others build SARIF with. */
final class SarifSchema {

    private SarifSchema() {}

    /** Fails where the text is not valid by it. */
    static void requireValid(String json) throws IOException {
        try (InputStream schema =
                SarifSchema210.class.getClassLoader().getResourceAsStream("schema/sarif-schema-2.1.0.json")) {
            assertThat(schema).isNotNull();
            String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                            .getSchema(text, InputFormat.JSON)
                            .validate(json, InputFormat.JSON))
                    .isEmpty();
        }
    }
}
