using System.Text;

namespace Rvos.Weights.Tests;

public sealed class PickleFileTests
{
    // pickle.dumps(argparse.Namespace(hidden_size=128, raw=b'\x00\xff', big=140234567890123, neg=-2**70, text='café'), PROTOCOL)
    [Theory]
    [InlineData("gAJjYXJncGFyc2UKTmFtZXNwYWNlCnEAKYFxAX1xAihYCwAAAGhpZGRlbl9zaXplcQNLgFgDAAAAcmF3cQRjX2NvZGVjcwplbmNvZGUKcQVYAwAAAADDv3EGWAYAAABsYXRpbjFxB4ZxCFJxCVgDAAAAYmlncQqKBsu0mueKf1gDAAAAbmVncQuKCQAAAAAAAAAAwFgEAAAAdGV4dHEMWAUAAABjYWbDqXENdWIu")]
    [InlineData("gANjYXJncGFyc2UKTmFtZXNwYWNlCnEAKYFxAX1xAihYCwAAAGhpZGRlbl9zaXplcQNLgFgDAAAAcmF3cQRDAgD/cQVYAwAAAGJpZ3EGigbLtJrnin9YAwAAAG5lZ3EHigkAAAAAAAAAAMBYBAAAAHRleHRxCFgFAAAAY2Fmw6lxCXViLg==")]
    [InlineData("gASVawAAAAAAAACMCGFyZ3BhcnNllIwJTmFtZXNwYWNllJOUKYGUfZQojAtoaWRkZW5fc2l6ZZRLgIwDcmF3lEMCAP+UjANiaWeUigbLtJrnin+MA25lZ5SKCQAAAAAAAAAAwIwEdGV4dJSMBWNhZsOplHViLg==")]
    public void Load_NamespaceOfEachProtocol_GivesItsAttributes(string base64)
    {
        var value = Assert.IsType<PickleObject>(Pickles.Load(Convert.FromBase64String(base64)));

        Assert.Equal("argparse.Namespace", value.TypeName);
        Assert.Equal(128, Integer(value, "hidden_size"));
        Assert.Equal(140234567890123, Integer(value, "big"));
        Assert.Equal(-System.Numerics.BigInteger.Pow(2, 70), Integer(value, "neg"));
        Assert.Equal("café", Assert.IsType<PickleString>(Attribute(value, "text")).Value);
        Assert.Equal([0, 255], Assert.IsType<PickleBytes>(Attribute(value, "raw")).Value.ToArray());
    }

    // Python 2.7, protocol 2: Namespace(hidden_size=128, name='caf\xe9', u=u'\u20ac', big=140234567890123, neg=-3, f=0.5, none=None, l=[1, (2, 3)], b=True)
    [Fact]
    public void Load_NamespaceOfPython2_GivesItsAttributes()
    {
        var value = Assert.IsType<PickleObject>(Pickles.Load(Convert.FromBase64String(
            "gAJjYXJncGFyc2UKTmFtZXNwYWNlCnEAKYFxAX1xAihVBG5vbmVxA05VAWJxBIhVBG5hbWVxBVUEY2Fm6XEGVQFmcQdHP+AAAAAAAABVA25lZ3EISv3///9VAWxxCV1xCihLAUsCSwOGcQtlVQF1cQxYAwAAAOKCrHENVQNiaWdxDkkxNDAyMzQ1Njc4OTAxMjMKVQtoaWRkZW5fc2l6ZXEPS4B1Yi4=")));

        Assert.Equal(140234567890123, Integer(value, "big"));
        Assert.Equal(-3, Integer(value, "neg"));
        Assert.Equal("café", Assert.IsType<PickleString>(Attribute(value, "name")).Value);
        Assert.Equal("€", Assert.IsType<PickleString>(Attribute(value, "u")).Value);
        Assert.Equal(0.5, Assert.IsType<PickleFloat>(Attribute(value, "f")).Value);
        Assert.Same(PickleNone.Instance, Attribute(value, "none"));
        Assert.Same(PickleBoolean.True, Attribute(value, "b"));
        var list = Assert.IsType<PickleList>(Attribute(value, "l"));
        Assert.Equal(2, Assert.IsType<PickleTuple>(list.Items[1]).Items.Count);
    }

    // Python 2.7, protocol 2: OrderedDict([('b', 1), ('a', 2)])
    [Fact]
    public void Load_OrderedDictOfPython2_KeepsItsOrder()
    {
        var value = Assert.IsType<PickleMapping>(Pickles.Load(Convert.FromBase64String(
            "gAJjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQBdcQEoXXECKFUBYnEDSwFlXXEEKFUBYXEFSwJlZYVxBlJxBy4=")));

        Assert.True(value.IsOrderedDict);
        Assert.Equal(["b", "a"], value.Entries.Select(e => ((PickleString)e.Key).Value));
    }

    [Fact]
    public void Load_RepeatedKeys_KeepsFirstPlaceAndLastValue()
    {
        var value = Assert.IsType<PickleMapping>(Pickles.Load("\u0080\u0002}(K\u0001K\u0005U\u0001aK\u0006\u0088K\u0007u."));

        Assert.Equal(2, value.Entries.Count);
        Assert.True(value.TryGetValue(1, out var first));
        Assert.Equal(7, ((PickleInteger)first).Value);
        Assert.True(value.TryGetValue("a", out _));
        Assert.False(value.TryGetValue("1", out _));
    }

    [Theory]
    [InlineData("gAJjcG9zaXgKc3lzdGVtCnEAWAQAAAB0cnVlcQGFcQJScQMu", "'posix.system'")]
    [InlineData("gASVHwAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAR0cnVllIWUUpQu", "'posix.system'")]
    public void Load_GlobalThatIsNotAllowed_NamesIt(string base64, string name)
    {
        var exception = Assert.Throws<WeightsFormatException>(() => Pickles.Load(Convert.FromBase64String(base64)));

        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0080\u0002cargparse\nNamespace.x\n.", "'argparse.Namespace.x'")]
    [InlineData("\u0080\u0002cbuiltins\neval\n.", "'builtins.eval'")]
    [InlineData("\u0080\u0002ctorch\nFloatStorage\n.", "leaves a global torch.FloatStorage")]
    [InlineData("\u0080\u0002ctorch\nFloatStorage\n)R.", "arguments that are not read")]
    [InlineData("\u0080\u0002cargparse\nNamespace\nK\u0001\u0085R.", "arguments that are not read")]
    [InlineData("\u0080\u0002K\u0001)R.", "where PickleGlobal is expected")]
    [InlineData("\u0080\u0002K\u0001K\u0002.", "leaves values")]
    [InlineData("\u0080\u0002.", "not there")]
    [InlineData("\u0080\u0002(K\u0001t0.", "not there")]
    [InlineData("\u0080\u0002K\u0001(0.", "not there")]
    [InlineData("\u0080\u0002t.", "mark that is not there")]
    [InlineData("\u0080\u0002h\u0007.", "recalls value 7")]
    [InlineData("\u0080\u0002]q\0h\0a.", "contains itself")]
    [InlineData("\u0080\u0002}q\0U\u0001ah\0s.", "contains itself")]
    [InlineData("\u0080\u0002}(U\u0001au.", "without a value")]
    [InlineData("\u0080\u0002}]K\u0001s.", "as a dictionary key")]
    [InlineData("\u0080\u0002]K\u0001K\u0002s.", "sets an item of a list")]
    [InlineData("\u0080\u0002}K\u0001a.", "appends to a dict")]
    [InlineData("\u0080\u0002]}b.", "sets the state of a list")]
    [InlineData("\u0080\u0002}}b.", "sets the state of a dict")]
    [InlineData("\u0080\u0002U\u0001x}Q.", "storage, which this kind of file does not have")]
    [InlineData("\u0080\u0002X\u00ff\u00ff\u00ff\u00ff.", "at most 1048576")]
    [InlineData("\u0080\u0002X\u0002\0\0\0\u00c3(.", "not UTF-8")]
    [InlineData("\u0080\u0002T\u00ff\u00ff\u00ff\u00ff.", "at most 1048576")]
    [InlineData("\u0080\u0004\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.", "at most 1048576")]
    [InlineData("\u0080\u0002\u008b\u00ff\u00ff\u00ff\u007f.", "at most 256")]
    [InlineData("\u0080\u0002I12x\n.", "not one of 64 bits")]
    [InlineData("\u0080\u0001.", "protocol 1")]
    [InlineData("\u0080\u0002(lp0\n.", "instruction 0x6c")]
    [InlineData("\u0080\u0004\u008f.", "instruction 0x8f")]
    [InlineData("\u0080\u0002", "ends too early")]
    [InlineData("", "ends too early")]
    public void Load_MalformedOrHostilePickle_SaysWhatIsWrong(string latin1, string message)
    {
        var exception = Assert.Throws<WeightsFormatException>(() => Pickles.Load(latin1));

        Assert.StartsWith("test.pkl: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SharedPartsThatExplodeWhenWalked_IsRefused()
    {
        var pickle = new StringBuilder("\u0080\u0002]");
        for (var level = 0; level < 40; level++) pickle.Append('q').Append((char)level).Append('0').Append(']').Append("(h").Append((char)level).Append('h').Append((char)level).Append('e');

        var exception = Assert.Throws<WeightsFormatException>(() => Pickles.Load(pickle.Append('.').ToString()));

        Assert.Contains("more than 5000000 values", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DeepNesting_IsRefusedAtTheLimit()
    {
        static string Nested(int depth) => "\u0080\u0002)" + new string('\u0085', depth - 1) + ".";
        var limits = PickleLimits.Default with { MaxDepth = 20 };

        Assert.IsType<PickleTuple>(Pickles.Load(Nested(20), limits));
        Assert.Contains("deeper than 20", Assert.Throws<WeightsFormatException>(() => Pickles.Load(Nested(21), limits)).Message, StringComparison.Ordinal);
        Assert.Throws<WeightsFormatException>(() => Pickles.Load(Nested(1_000_000)));
    }

    [Fact]
    public void Load_DeepNestingReachedThroughSharedParts_IsRefused()
    {
        // A part that is fine by itself, met again below others.
        var pickle = "\u0080\u0002)" + new string('\u0085', 15) + "q\0h\0" + new string('\u0085', 10) + "\u0086.";

        Assert.Throws<WeightsFormatException>(() => Pickles.Load(pickle, PickleLimits.Default with { MaxDepth = 20 }));
    }

    [Fact]
    public void Load_BeyondItsBounds_IsRefused()
    {
        var limits = PickleLimits.Default with { MaxOperations = 1000, MaxStack = 100 };

        Assert.Contains("instructions", Refusal("\u0080\u0002" + string.Concat(Enumerable.Repeat("K\u0001\u0030", 500)) + "N.", limits), StringComparison.Ordinal);
        Assert.Contains("values on the stack", Refusal("\u0080\u0002" + new string('N', 200) + ".", limits), StringComparison.Ordinal);
        Assert.Contains("marks", Refusal("\u0080\u0002" + new string('(', 200) + ".", limits), StringComparison.Ordinal);
        Assert.Contains("remembers", Refusal("\u0080\u0002N" + string.Concat(Enumerable.Range(0, 200).Select(i => "q" + (char)i)) + ".", limits), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SmallInstructionsThatCopyMuch_CountByWhatTheyCopy()
    {
        var list = "]q\0(" + string.Concat(Enumerable.Repeat("]q\u0002(K\u0001K\u0002e", 50)) + "e0";
        var copies = string.Concat(Enumerable.Repeat("h\u0001h\0\u0085R0", 50));
        var pickle = "\u0080\u0002" + "ccollections\nOrderedDict\nq\u0001" + "0" + list + copies + "N.";

        Assert.IsType<PickleNone>(Pickles.Load(pickle, PickleLimits.Default with { MaxOperations = 4000 }));
        Assert.Contains("instructions", Refusal(pickle, PickleLimits.Default with { MaxOperations = 2000 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MutatedPickles_ThrowNothingButTheirOwnException()
    {
        byte[][] originals =
        [
            TestFiles.Read("one_shot_legacy", "args.pkl"),
            TestFiles.Read("one_shot_zip", "args.pkl"),
            Convert.FromBase64String("gAJjYXJncGFyc2UKTmFtZXNwYWNlCnEAKYFxAX1xAihYCwAAAGhpZGRlbl9zaXplcQNLgFgDAAAAcmF3cQRjX2NvZGVjcwplbmNvZGUKcQVYAwAAAADDv3EGWAYAAABsYXRpbjFxB4ZxCFJxCVgDAAAAYmlncQqKBsu0mueKf1gDAAAAbmVncQuKCQAAAAAAAAAAwFgEAAAAdGV4dHEMWAUAAABjYWbDqXENdWIu"),
        ];

        var refused = Fuzz.Run(2, originals, bytes => Pickles.Load(bytes));

        Assert.InRange(refused, Fuzz.Inputs / 10, Fuzz.Inputs - 1);
    }

    private static string Refusal(string latin1, PickleLimits limits) => Assert.Throws<WeightsFormatException>(() => Pickles.Load(latin1, limits)).Message;

    private static PickleValue Attribute(PickleObject value, string name) =>
        value.Attributes.TryGetValue(name, out var attribute) ? attribute : throw new KeyNotFoundException(name);

    private static System.Numerics.BigInteger Integer(PickleObject value, string name) => Assert.IsType<PickleInteger>(Attribute(value, name)).Value;
}
