using Internal.Runtime;

namespace System.Runtime.CompilerServices;

/// <summary>
/// ILC asks for it by name. It runs static constructors that could not be evaluated at compile time, and no image has one: the build refuses it.
/// </summary>
internal static class ClassConstructorRunner
{
    private static nint CheckStaticClassConstructionReturnNonGCStaticBase(ref StaticClassConstructionContext context, nint staticBase) => Refuse();

    private static nint CheckStaticClassConstructionReturnGCStaticBase(ref StaticClassConstructionContext context, nint staticBase) => Refuse();

    private static void CheckStaticClassConstruction(ref StaticClassConstructionContext context) => Refuse();

    private static nint Refuse()
    {
        Fatal.Stop("a static constructor survived in the image");
        return 0;
    }
}
