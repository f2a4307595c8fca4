// Judges a PDF by flavours of veraPDF, whose engine and profiles are in the jar that it is run with.
// java -cp JARS VeraPDF.java FILE.pdf ua1 2a …     prints a line a failed check, exits with 1 if any
import java.io.File;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class VeraPDF {
  public static void main(String[] words) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    boolean whole = true;
    for (int word = 1; word < words.length; word++) {
      PDFAFlavour flavour = PDFAFlavour.byFlavourId(words[word]);
      try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(words[0]), flavour);
          PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 1, false, true, false)) {
        ValidationResult result = validator.validate(parser);
        System.out.println(flavour + ": " + result.getTotalAssertions() + " checks");
        for (TestAssertion check : result.getTestAssertions())
          if (check.getStatus() == TestAssertion.Status.FAILED)
            System.out.println(check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber() + " "
                + check.getMessage() + " @ " + check.getLocation().getContext());
        whole &= result.isCompliant() && result.getTotalAssertions() > 0;
      }
    }
    System.exit(whole ? 0 : 1);
  }
}
