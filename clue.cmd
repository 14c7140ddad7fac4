@echo off
rem The clue command on Windows, run from a checkout. Nobody has tried this file yet: please report.
rem Unlike the Unix launcher it builds on first use only; after a change of the sources run
rem   mvnw package -DskipTests -Dclue.quick -pl clue-cli -am
setlocal
set "root=%~dp0"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if defined CLUE_JAVA_HOME set "java=%CLUE_JAVA_HOME%\bin\java"
if exist "%root%clue-cli\target\clue.jar" goto run
echo clue: building on first use, which takes a minute or two ... 1>&2
pushd "%root%"
call mvnw.cmd --quiet --batch-mode -Dclue.quick -DskipTests --projects clue-cli --also-make package 1>&2
if errorlevel 1 (popd & echo clue: the build failed, see above 1>&2 & exit /b 1)
popd
:run
"%java%" -XX:+UseSerialGC %CLUE_JAVA_OPTS% -jar "%root%clue-cli\target\clue.jar" %*
exit /b %ERRORLEVEL%
