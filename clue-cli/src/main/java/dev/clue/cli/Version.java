package dev.clue.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar, and the JVM that runs it. */
final class Version implements IVersionProvider {
    private static final String RESOURCE = "version.properties";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"clue " + clueVersion(), "Java ${java.version} (${java.vm.name}), ${os.name} ${os.arch}"};
    }

    static String clueVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(
                        "the resource " + RESOURCE + " is missing from the jar of clue-cli: build it again");
            }
            properties.load(in);
        }
        return properties.getProperty("version", "unknown");
    }
}
