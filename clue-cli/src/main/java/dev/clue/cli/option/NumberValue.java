package dev.clue.cli.option;

import java.math.BigInteger;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number as the value of an option: what is none is refused in words, and not by the name of a Java type. */
public final class NumberValue {

    private NumberValue() {}

    /** Lets all numbers of the command and its subcommands be read so. */
    public static void register(CommandLine commands) {
        ITypeConverter<Integer> ints =
                value -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE).intValueExact();
        ITypeConverter<Long> longs =
                value -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE).longValueExact();
        commands.registerConverter(Integer.class, ints);
        commands.registerConverter(int.class, ints);
        commands.registerConverter(Long.class, longs);
        commands.registerConverter(long.class, longs);
        commands.registerConverter(Double.class, NumberValue::number);
        commands.registerConverter(double.class, NumberValue::number);
    }

    private static BigInteger whole(String value, long least, long most) {
        BigInteger number;
        try {
            number = new BigInteger(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("expected a whole number, but was '" + value + "'");
        }
        if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new TypeConversionException(
                    "expected a whole number from " + least + " to " + most + ", but was '" + value + "'");
        }
        return number;
    }

    private static Double number(String value) {
        try {
            return Double.valueOf(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("expected a number, but was '" + value + "'");
        }
    }
}
